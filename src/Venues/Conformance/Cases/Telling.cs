using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Conformance.Cases;

/// <summary>By what way something is told, and when all of it is.</summary>
internal static class Telling
{
    /// <summary>Why a case is skipped that needs a stream.</summary>
    public const string NoStream = "pushes no reports";

    /// <summary>An order that rests and is told of, with the stream up.</summary>
    public static async Task<NewOrderSingle> StreamedAsync(ConformancePlay play)
    {
        var order = await play.RestingAsync().ConfigureAwait(false);
        await play.AcknowledgedAsync(order).ConfigureAwait(false);
        await play.UntilAsync(() => play.Has(order, OrdStatus.New) && play.Venue.Reports.Interruptions > 0, "the order").ConfigureAwait(false);
        return order;
    }

    /// <summary>An order that rests and that no list shows: whatever is told of it, the stream has told.</summary>
    public static async Task<NewOrderSingle> OfStreamAloneAsync(ConformancePlay play)
    {
        var order = await play.RestingAsync().ConfigureAwait(false);
        play.Behave($$$"""{"when":{"call":"submit","cl_ord_id":"{{{order.ClOrdId}}}"},"hide":"1d"}""");
        await play.AcknowledgedAsync(order).ConfigureAwait(false);
        await play.UntilAsync(() => play.Has(order, OrdStatus.New), "an order that the stream alone tells").ConfigureAwait(false);
        return order;
    }

    /// <summary>
    /// Every execution as often as it was told, once the stream and the lists have told all that they have now: the stream, since it has told of an order that was
    /// sent after, and a whole look at the lists, since it has told of a fill that the stream loses.
    /// </summary>
    public static async Task<IReadOnlyList<ExecutionReport>> EverythingAsync(ConformancePlay play)
    {
        await OfStreamAloneAsync(play).ConfigureAwait(false);
        var last = await play.RestingAsync().ConfigureAwait(false);
        await play.AcknowledgedAsync(last).ConfigureAwait(false);
        play.Behave($$$"""{"when":{"event":"execution","cl_ord_id":"{{{last.ClOrdId}}}"},"lose":true}""");
        play.Act($$$"""{"fill":{"cl_ord_id":"{{{last.ClOrdId}}}"}}""");
        await play.UntilAsync(() => play.TradesOf(last).Count > 0, "a fill that the lists alone tell").ConfigureAwait(false);
        return [.. play.Reports.Where(report => report.ClOrdId != last.ClOrdId && report.ExecType is ExecType.Trade or ExecType.TradeCancel or ExecType.TradeCorrect)];
    }
}
