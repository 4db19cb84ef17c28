using Pipeline.Messages.Capabilities;
using Pipeline.Messages.Fix;
using static Pipeline.Venues.Conformance.Cases.Telling;
using static Pipeline.Venues.Conformance.ConformancePlay;

namespace Pipeline.Venues.Conformance.Cases;

/// <summary>Trades that the venue takes back or corrects.</summary>
internal static class RestatementCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        new("F11", "an order is filled", "the venue takes the trade back", "a TradeCancel that names the trade", async play =>
        {
            var order = await StreamedAsync(play).ConfigureAwait(false);
            play.Act($$$"""{"fill":{"cl_ord_id":"{{{order.ClOrdId}}}"}}""");
            await play.UntilAsync(() => play.TradesOf(order).Count == 1, "the fill").ConfigureAwait(false);
            play.Act($$$"""{"bust":{"cl_ord_id":"{{{order.ClOrdId}}}"}}""");
            await play.UntilAsync(() => play.Reports.Any(report => report.ExecType == ExecType.TradeCancel && report.ExecRefId == play.TradesOf(order)[0].ExecId), "the bust").ConfigureAwait(false);
        }) { NeedsFaults = true, Lacks = Lacks },
        new("F14", "two orders are filled, of which the lists show one", "the venue corrects the quantity and the price of both trades, and the stream tells late of the one that is listed", "each is reported once, as a TradeCorrect that names the trade, with the new quantity and price; it is listed as it is reported", async play =>
        {
            var (listed, hidden) = (await StreamedAsync(play).ConfigureAwait(false), await OfStreamAloneAsync(play).ConfigureAwait(false));
            play.Behave($$$"""{"when":{"event":"trade_correct","cl_ord_id":"{{{listed.ClOrdId}}}"},"lose":true}""");
            var (first, second) = (await CorrectedAsync(play, listed).ConfigureAwait(false), await CorrectedAsync(play, hidden).ConfigureAwait(false));
            play.Act($$$"""{"resend":{"cl_ord_id":"{{{listed.ClOrdId}}}"}}""");
            var told = await EverythingAsync(play).ConfigureAwait(false);
            RequireOnce(told, listed, first, "the correction that the lists tell");
            RequireOnce(told, hidden, second, "the correction that the stream tells");
            var executions = (await play.Venue.Reports.ExecutionsAsync(listed.TransactTime.AddMinutes(-1), play.Stop).ConfigureAwait(false)).Require("no executions");
            RequireOnce(executions, listed, first, "the correction in the list of executions");
            Require(IdOf(executions, listed) == IdOf(told, listed), "the list of executions gives it another ExecId than its report");
        }) { NeedsFaults = true, Lacks = Lacks },
    ];

    private static string? Lacks(VenueCapabilities can) => !can.RestatesTrades ? "takes no trade back" : can.Streams ? null : NoStream;

    /// <summary>Fills an order and corrects its trade, until both are told; what the correction has to say.</summary>
    private static async Task<Correction> CorrectedAsync(ConformancePlay play, NewOrderSingle order)
    {
        play.Act($$$"""{"fill":{"cl_ord_id":"{{{order.ClOrdId}}}"}}""");
        await play.UntilAsync(() => play.TradesOf(order).Count == 1, "the fill").ConfigureAwait(false);
        var trade = play.TradesOf(order)[0];
        var correction = new Correction(trade.ExecId, trade.LastQty * 0.7m, trade.LastPx - play.Venue.Tick);
        play.Act($$$"""{"correct":{"cl_ord_id":"{{{order.ClOrdId}}}","qty":{{{correction.LastQty}}},"px":{{{correction.LastPx}}}}}""");
        await play.UntilAsync(() => play.Reports.Any(report => report.ClOrdId == order.ClOrdId && report.ExecType == ExecType.TradeCorrect), "the correction").ConfigureAwait(false);
        return correction;
    }

    // A correction under the trade's own ExecId would be taken for the trade.
    private static void RequireOnce(IReadOnlyList<ExecutionReport> told, NewOrderSingle order, Correction correction, string what)
    {
        var shown = told.Where(report => report.ClOrdId == order.ClOrdId && report.ExecType == ExecType.TradeCorrect)
            .Select(report => (report.ExecId, Is: new Correction(report.ExecRefId, report.LastQty, report.LastPx))).ToList();
        Require(
            shown is [{ ExecId: { Length: > 0 } execId, Is: var one }] && one == correction && execId != one.ExecRefId,
            $"{what} is {correction}, told was {(shown.Count == 0 ? "nothing" : string.Join(", ", shown))}");
        Require(told.Count(report => report.ClOrdId == order.ClOrdId && report.ExecType == ExecType.Trade) == 1, $"{what} does not follow one trade");
    }

    private static string? IdOf(IReadOnlyList<ExecutionReport> told, NewOrderSingle order) =>
        told.Single(report => report.ClOrdId == order.ClOrdId && report.ExecType == ExecType.TradeCorrect).ExecId;

    private sealed record Correction(string? ExecRefId, decimal LastQty, decimal LastPx);
}
