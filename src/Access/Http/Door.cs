using Microsoft.AspNetCore.Http;
using Pipeline.Access.Operators;

namespace Pipeline.Access.Http;

/// <summary>Stands in front of every endpoint: finds out who calls and whether the caller may, before anybody reads the request.</summary>
public sealed class Door(RequestDelegate next, OperatorBook operators, Refusals refusals)
{
    private const string Bearer = "Bearer ";

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<Demand>() is not { } demand)
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        var (caller, refusal) = Identify(context.Request);
        refusal ??= caller!.Lacks(demand.AnyOf);
        if (refusal is not null)
        {
            refusals.Note(refusal, Refusals.Http, caller?.Name, context.Connection.RemoteIpAddress?.ToString());
            await RefusalProblem.Of(context, refusal).ExecuteAsync(context).ConfigureAwait(false);
            return;
        }

        context.Features.Set(caller);
        await next(context).ConfigureAwait(false);
    }

    private (Caller? Caller, Refusal? Refusal) Identify(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (authorization.Length == 0)
        {
            return (Caller.Anonymous, null);
        }

        return authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) && operators.Find(authorization[Bearer.Length..].Trim()) is { } person
            ? (person, null)
            : (null, Refusal.CredentialsUnknown());
    }
}
