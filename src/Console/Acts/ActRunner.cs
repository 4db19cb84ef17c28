using Microsoft.Extensions.DependencyInjection;
using Pipeline.Access;
using Pipeline.Access.Http;
using Pipeline.Operator;
using Pipeline.Operator.Http;
using Pipeline.Store;
using Pipeline.Store.Steps;

namespace Pipeline.WebConsole.Acts;

/// <summary>Does what a person at the console wants done, by the same acts as the HTTP API; or says what it would do.</summary>
public sealed class ActRunner(
    [FromKeyedServices(ActRunner.Real)] OperatorActs real, [FromKeyedServices(ActRunner.Dry)] OperatorActs dry, Operators operators, BrowserDoor door, Visitor visitor)
{
    internal const string Real = "real";
    internal const string Dry = "dry";

    /// <summary>What the act would do now. Nothing is recorded.</summary>
    public Task<ActOutcome> TryAsync(Scope demands, Func<OperatorActs, Actor, Task<ActResult>> act) => RunAsync(demands, "a dry run", actor => act(dry, actor));

    /// <summary>Does it.</summary>
    /// <param name="demands">The role that it takes.</param>
    /// <param name="why">Why, for the journal.</param>
    /// <param name="act">The act.</param>
    public async Task<ActOutcome> DoAsync(Scope demands, string why, Func<OperatorActs, Actor, Task<ActResult>> act) => Actor.WhyFault(why) is { } fault
        ? new ActOutcome(false, $"The reason {fault}", "BAD_REASON")
        : await RunAsync(demands, why, actor => operators.DoAsync(() => act(real, actor))).ConfigureAwait(false);

    private async Task<ActOutcome> RunAsync(Scope demands, string why, Func<Actor, Task<ActResult>> act)
    {
        if (door.Admit(visitor.SessionId, demands) is not Admission.Admitted { Caller: var caller })
        {
            return new ActOutcome(false, visitor.IsSignedIn ? $"It takes the role {Columns.Word(demands)}; you are {visitor.Role}." : "Sign in first: an act needs a name.", null);
        }

        try
        {
            return await act(new Actor(caller.Name, why)).ConfigureAwait(false) switch
            {
                ActResult.Done done => new ActOutcome(true, done.What, null),
                ActResult.Refused refused => new ActOutcome(false, refused.Why, refused.Code),
                ActResult.NotFound missing => new ActOutcome(false, missing.Why, null),
                var other => throw new InvalidOperationException($"Not a result: {other}"),
            };
        }
        catch (StoreUnavailableException e)
        {
            return new ActOutcome(false, $"The store can't be used now. {e.WhatIsDone} ({e.Message})", null);
        }
    }
}

/// <summary>What came of an act, or would.</summary>
/// <param name="IsDone">Whether it was done.</param>
/// <param name="What">In one sentence.</param>
/// <param name="Code">Of a refusal, where it has one.</param>
public sealed record ActOutcome(bool IsDone, string What, string? Code);
