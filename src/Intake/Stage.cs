using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Messages.Intents;
using Pipeline.Messages.Orders;
using Pipeline.Metering;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Intents;
using Pipeline.Trading.Orders;

namespace Pipeline.Intake;

/// <summary>Takes an intent: parses it strictly, finds each line's slot, and records all lines or none.</summary>
public sealed class Stage(IStore store, IOptions<IntakeOptions> options, TimeProvider clock, ILogger<Stage> logger, OnwardStages? onwards = null)
{
    /// <summary>Lines of more than so many are decided about one by one: others wait for their accounts meanwhile.</summary>
    private const int LargestTogether = 8;

    public async Task<IntakeResult> TakeAsync(Submitted submitted, CancellationToken cancellationToken)
    {
        var result = IntentParser.Parse(submitted.Body) switch
        {
            IntentParseResult.Refused refused => new IntakeResult.Refused(refused.Faults),
            IntentParseResult.Parsed parsed => await TakeAsync(parsed.Intent, submitted, cancellationToken).ConfigureAwait(false),
            var other => throw new InvalidOperationException($"Not a parse result: {other}"),
        };
        Metrics.Count(submitted.Source, result);
        Log(submitted.Source, result);
        return result;
    }

    private async Task<IntakeResult> TakeAsync(Intent intent, Submitted submitted, CancellationToken cancellationToken)
    {
        var (strategyId, refusal) = Ownership.Of(intent, submitted.Caller, options.Value);
        if (refusal is not null)
        {
            return new IntakeResult.NotAllowed(refusal);
        }

        if (RebalanceId.Of(intent, submitted.Key) is not { } rebalanceId)
        {
            return new IntakeResult.Refused([RebalanceId.Fault(submitted.Key)]);
        }

        var next = intent.Orders.Count <= LargestTogether && onwards is not null ? onwards : OnwardStages.Nobody;
        var came = clock.GetTimestamp();
        var room = await next.EnterAsync(typeof(OrderProposed), intent.Orders.Count, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<Order> lines = [];
        var result = await next.WriteAsync(
            typeof(OrderProposed),
            onward =>
            {
                lines = IntentLines.Of(intent, strategyId, rebalanceId, options.Value, submitted.Age + clock.GetElapsedTime(came), clock.GetUtcNow());
                return RecordAsync(intent, lines, submitted, onward, cancellationToken);
            },
            cancellationToken,
            room).ConfigureAwait(false);
        NotePlaces(result, lines);
        return result;
    }

    private Task<IntakeResult> RecordAsync(Intent intent, IReadOnlyList<Order> lines, Submitted submitted, Onward onward, CancellationToken cancellationToken)
    {
        var (strategyId, now, trace) = (lines[0].Slot.StrategyId, lines[0].ReceivedAt, Tracing.Current);
        return store.WriteAsync(
            Turn.OfIntent(strategyId, lines.Select(line => line.Account)).And(lines.SelectMany(line => onward.Counted(PlaceOf(line))).Distinct()),
            new Ahead(
                ahead =>
                {
                    SignedRepeats.IsReused(ahead, strategyId, submitted.Signature, out _);
                    IntentRecorder.Look(ahead, lines);
                    RestoredState.MustBeImported(ahead);
                    foreach (var line in lines)
                    {
                        onward.Look(ahead, line, now);
                    }
                },
                Entries: 1 + (lines.Count * (1 + onward.Entries)),
                Claims: lines.Count * onward.Claims),
            onward.Of(session =>
            {
                // A restored store has forgotten orders that the venue knows; until they are imported nobody can say what is a repeat.
                RestoredState.MustBeImported(session);
                return SignedRepeats.Guard(
                    session, strategyId, submitted.Signature, now, () => Traced(session, IntentRecorder.Record(session, intent, lines, submitted.Source, now, onward), trace));
            }),
            cancellationToken);
    }

    private static OrderPlace PlaceOf(Order order) => new(order.Account, order.Slot.StrategyId, order.Symbol);

    // A line that was there before belongs where it was put then.
    private void NotePlaces(IntakeResult result, IReadOnlyList<Order> lines)
    {
        foreach (var (line, order) in (result as IntakeResult.Taken)?.Receipt.Orders.Zip(lines) ?? [])
        {
            if (!line.Duplicate)
            {
                store.Note(order.ClOrdId, PlaceOf(order));
            }
        }
    }

    // Of an intent that was there before, its own trace stays the orders'.
    private static IntakeResult Traced(StoreSession session, IntakeResult result, string? trace)
    {
        if (trace is not null && result is IntakeResult.Taken taken)
        {
            TraceTable.Insert(session, taken.Receipt.IntentId, trace);
        }

        return result;
    }

    private void Log(string source, IntakeResult result)
    {
        switch (result)
        {
            case IntakeResult.Taken taken:
                foreach (var line in taken.Receipt.Orders)
                {
                    logger.LogInformation(
                        "Order {cl_ord_id} of intent {intent_id} taken over {Source}: {Symbol} {Side}, duplicate {Duplicate}",
                        line.ClOrdId, taken.Receipt.IntentId, source, line.Symbol, line.Side, line.Duplicate);
                }

                break;
            case IntakeResult.Refused refused:
                logger.LogWarning(
                    "An intent over {Source} was refused: {Faults}", source, string.Join("; ", refused.Faults.Select(fault => $"{fault.Path} {fault.Code}")));
                break;
            case IntakeResult.NotAllowed notAllowed:
                logger.LogWarning("An intent over {Source} was not allowed: {Code}", source, notAllowed.Refusal.Code);
                break;
            case IntakeResult.Conflict conflict:
                logger.LogWarning(
                    "An intent over {Source} asks for other terms than orders {ClOrdIds} have", source, conflict.Lines.Select(line => line.ClOrdId));
                break;
        }
    }
}
