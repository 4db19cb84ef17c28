using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pipeline.Access;
using Pipeline.Access.Http;
using Pipeline.Messages;
using Pipeline.Operator.DeadLetters;
using Pipeline.Store;
using Pipeline.Store.Queries;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.DeadLetters;

namespace Pipeline.Operator.Http;

/// <summary>Replays of many dead letters, over HTTP: a run is begun, looked at, paused, resumed and stopped.</summary>
public static class ReplayRunEndpoints
{
    private const int MostShown = 100;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/replay-runs", (HttpContext context, ReplayRunActs acts, Operators operators, TimeProvider clock) =>
                operators.ActAsync<RunBody>(context, (actor, body) => BeginAsync(acts, body, actor, clock.GetUtcNow())))
            .Demands(Scope.Operator)
            .WithSummary("Begins to replay every open dead letter that is like this. Body: {\"why\": ..., \"group\", \"stage\", \"reason\", \"symbol\", \"strategy_id\", \"older_than\": which, at least one or \"all\": true; \"rate\": messages a second, 50; \"canary\": one first, then ten, then a hundred, true}.");
        routes.MapGet("/v1/replay-runs", (HttpContext context, IStore store) => Operators.Read(context, () =>
                Results.Json(store.Read(session => ReplayRunTable.Newest(session, MostShown)).Select(ReplayRunView.Of), PipelineJson.Options)))
            .Demands(Scope.Viewer)
            .Produces<IReadOnlyList<ReplayRunView>>()
            .WithSummary("Runs of replays, the newest first.");
        routes.MapGet("/v1/replay-runs/{id:long}", (long id, HttpContext context, IStore store) => Operators.Read(context, () =>
                store.Read(session => ReplayRunTable.Find(session, id)) is { } run
                    ? Results.Json(ReplayRunView.Of(run), PipelineJson.Options)
                    : Operators.Answer(new ActResult.NotFound($"There is no run {id}"))))
            .Demands(Scope.Viewer)
            .Produces<ReplayRunView>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("How far a run has come.");
        routes.MapPost("/v1/replay-runs/{id:long}:pause", (long id, HttpContext context, ReplayRunActs acts, Operators operators) =>
                operators.ActAsync(context, actor => acts.PauseAsync(id, actor)))
            .Demands(Scope.Operator)
            .WithSummary("Has a run wait. Body: {\"why\": ...}.");
        routes.MapPost("/v1/replay-runs/{id:long}:resume", (long id, HttpContext context, ReplayRunActs acts, Operators operators) =>
                operators.ActAsync(context, actor => acts.ResumeAsync(id, actor)))
            .Demands(Scope.Operator)
            .WithSummary("Has a paused run go on; its canary begins anew. Body: {\"why\": ...}.");
        routes.MapPost("/v1/replay-runs/{id:long}:stop", (long id, HttpContext context, ReplayRunActs acts, Operators operators) =>
                operators.ActAsync(context, actor => acts.StopAsync(id, actor)))
            .Demands(Scope.Operator)
            .WithSummary("Ends a run where it is. Body: {\"why\": ...}.");
    }

    private static Task<ActResult> BeginAsync(ReplayRunActs acts, RunBody body, Actor actor, DateTimeOffset now)
    {
        var age = body.OlderThan is null ? null : LetterAge.Of(body.OlderThan);
        var filter = new DeadLetterFilter
        {
            GroupId = body.Group, Stage = body.Stage, Reason = body.Reason, Symbol = body.Symbol?.ToUpperInvariant(), StrategyId = body.StrategyId, FirstBy = now - age,
        };
        var blank = new (string Name, string? Value)[] { ("stage", body.Stage), ("reason", body.Reason), ("symbol", body.Symbol), ("strategy_id", body.StrategyId), ("older_than", body.OlderThan) }
            .FirstOrDefault(field => field.Value is not null && string.IsNullOrWhiteSpace(field.Value)).Name;
        var fault = blank is not null ? $"{blank} is empty: leave it out where it is not to narrow anything"
            : body.OlderThan is not null && age is null ? $"older_than is '{body.OlderThan}': write it like 15m, 2h or 1d"
            : body.Stage is not null && !DeadLetterFilterQuery.IsStage(body.Stage) ? $"There is no stage '{body.Stage}'"
            : filter == new DeadLetterFilter() != body.All ? "Say which: group, stage, reason, symbol, strategy_id or older_than; or all, and none of these"
            : null;
        return fault is null
            ? acts.BeginAsync(filter, body.Rate, body.Canary, actor)
            : Task.FromResult<ActResult>(ActResult.Malformed("BAD_FILTER", fault));
    }
}

/// <summary>What a run is to replay, and how.</summary>
public sealed record RunBody : ActBody
{
    /// <summary>Only of this group.</summary>
    public long? Group { get; init; }

    /// <summary>Only of this stage.</summary>
    public string? Stage { get; init; }

    /// <summary>Only with these words in the exception's type or reason.</summary>
    public string? Reason { get; init; }

    public string? Symbol { get; init; }

    public string? StrategyId { get; init; }

    /// <summary>Only what failed first so long ago: 90s, 15m, 2h, 1d.</summary>
    public string? OlderThan { get; init; }

    /// <summary>Every open one. Default no.</summary>
    public bool All { get; init; }

    /// <summary>Messages a second. Default 50.</summary>
    public int Rate { get; init; } = RunPace.UsualRate;

    /// <summary>Whether one goes first, then more, and the run is paused when any of them fails again. Default yes.</summary>
    public bool Canary { get; init; } = true;
}

/// <summary>A run of replays, as people are shown it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="State">running, paused, stopped or done.</param>
/// <param name="Reason">Why it does not run, or what came of it.</param>
/// <param name="By">Who began it.</param>
/// <param name="Why">Why.</param>
/// <param name="Filter">Which dead letters.</param>
/// <param name="Rate">Messages a second.</param>
/// <param name="Canary">Whether one goes first, then more.</param>
/// <param name="Total">How many there were when it began.</param>
/// <param name="Replayed">How many it has replayed.</param>
/// <param name="PassedOver">How many it has passed over, since a replay would do nothing.</param>
/// <param name="WorkedOff">Of those replayed, how many were worked off.</param>
/// <param name="FailedAgain">Of those replayed, how many failed again.</param>
/// <param name="Waiting">Of those replayed, how many nothing is known of yet.</param>
/// <param name="BeganAt">When it began.</param>
/// <param name="EndedAt">When it ended.</param>
public sealed record ReplayRunView(
    long Id, RunState State, string? Reason, string By, string Why, DeadLetterFilter Filter, int Rate, bool Canary, int Total, int Replayed, int PassedOver, int WorkedOff,
    int FailedAgain, int Waiting, DateTimeOffset BeganAt, DateTimeOffset? EndedAt)
{
    internal static ReplayRunView Of(ReplayRun run) => new(
        run.Id, run.State, run.Reason, run.By, run.Why, ReplayRunActs.FilterOf(run), run.Rate, run.Canary == 1, run.Total, run.Taken, run.PassedOver, run.WorkedOff, run.Failed,
        run.Waiting, run.BeganAt, run.EndedAt);
}
