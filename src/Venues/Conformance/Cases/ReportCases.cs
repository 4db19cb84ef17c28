using Pipeline.Messages.Fix;
using static Pipeline.Venues.Conformance.ConformancePlay;

namespace Pipeline.Venues.Conformance.Cases;

/// <summary>Reports and questions.</summary>
internal static class ReportCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        new("R01", "an order is filled", "its executions are listed", "the same trades under the same ExecIds, with its ClOrdId", async play =>
        {
            var order = await FilledAsync(play).ConfigureAwait(false);
            var listed = (await play.Venue.Reports.ExecutionsAsync(order.TransactTime.AddMinutes(-1), play.Stop).ConfigureAwait(false)).Require("no executions")
                .Where(trade => trade.ClOrdId == order.ClOrdId).ToList();
            Require(
                listed.Select(trade => (trade.ExecId, trade.LastQty, trade.LastPx)).Order().SequenceEqual(play.TradesOf(order).Select(trade => (trade.ExecId, trade.LastQty, trade.LastPx)).Order()),
                "the list and the reports name the trades differently");
        }),
        new("R02", "an order is filled and booked", "reports are asked for after the watermark, for as long as a look takes", "no trade comes twice under another ExecId", async play =>
        {
            var order = await FilledAsync(play).ConfigureAwait(false);
            var again = await FollowAsync(play.Venue.Reports, play.Watermark, play, TimeSpan.FromSeconds(2)).ConfigureAwait(false);
            Require(again.Where(report => report.ExecType == ExecType.Trade).All(report => play.TradesOf(order).Any(trade => trade.ExecId == report.ExecId)), "a trade came again under another ExecId");
        }),
        new("R03", "an order rests and is booked, and its process dies", "it is canceled, and another process asks after the watermark", "the cancel is reported to it", async play =>
        {
            var order = await play.RestingAsync().ConfigureAwait(false);
            var orderId = await play.AcknowledgedAsync(order).ConfigureAwait(false);
            await play.UntilAsync(() => play.Has(order, OrdStatus.New, OrdStatus.PendingNew), "the order").ConfigureAwait(false);
            var watermark = play.Watermark;
            Require(await play.CancelAsync(order, orderId).ConfigureAwait(false) is CancelOutcome.Requested, "the cancel was not taken");
            var other = play.Venue.NewProcess();
            using (other as IDisposable)
            {
                var found = await FollowAsync(other, watermark, play, play.Venue.Patience, told => told.Any(report => report.ClOrdId == order.ClOrdId && report.OrdStatus == OrdStatus.Canceled)).ConfigureAwait(false);
                Require(found.Any(report => report.ClOrdId == order.ClOrdId && report.OrdStatus == OrdStatus.Canceled), "the other process did not hear of the cancel");
            }
        }),
        new("R04", "the account is known", "an order is filled", "its position is larger by what was bought, less a commission in coins, and its cash smaller", async play =>
        {
            var before = await play.Venue.Reports.AccountAsync(play.Stop).ConfigureAwait(false);
            var order = await FilledAsync(play).ConfigureAwait(false);
            var after = await play.Venue.Reports.AccountAsync(play.Stop).ConfigureAwait(false);
            var coins = play.TradesOf(order).Where(trade => order.Symbol.StartsWith($"{trade.CommCurrency}/", StringComparison.Ordinal)).Sum(trade => trade.Commission ?? 0);
            Require(
                after.Positions.GetValueOrDefault(order.Symbol) - before.Positions.GetValueOrDefault(order.Symbol) == order.OrderQty - coins && after.Cash < before.Cash,
                $"the position went from {before.Positions.GetValueOrDefault(order.Symbol)} to {after.Positions.GetValueOrDefault(order.Symbol)}, cash from {before.Cash} to {after.Cash}");
        }),
        new("R05", "the market is open", "the newest quote is asked for", "both sides, the bid not above the offer, with a time that is not ahead of the clock", async play =>
        {
            var quote = await play.QuoteAsync().ConfigureAwait(false);
            Require(quote.Bid <= quote.Ask && quote.At <= play.Venue.Clock.GetUtcNow().AddSeconds(1), $"the quote is {quote.Bid} to {quote.Ask} of {quote.At:O}");
        }),
        new("R06", "nothing", "the rules of the symbol are asked for, and an order off its tick is sent", "a tick and a lot; rejected as INSTRUMENT_RULES", async play =>
        {
            var rules = (await play.Venue.Reports.InstrumentsAsync([play.Venue.Symbol], play.Stop).ConfigureAwait(false)).Require("no rules");
            Require(rules is [{ TickSize: > 0, LotSize: > 0 }], "no tick or no lot is stated");
            var order = await play.RestingAsync().ConfigureAwait(false);
            Require(
                await play.SubmitAsync(order with { Price = order.Price + (rules[0].TickSize / 2) }).ConfigureAwait(false) is SubmitOutcome.Rejected { Code: "INSTRUMENT_RULES" },
                "an order off the tick was not rejected as INSTRUMENT_RULES");
        }) { Lacks = can => can.StatesInstruments ? null : "states no rules of instruments" },
        new("R07", "nothing", "the venue's time is asked for", "within a minute of ours, or none at all", async play =>
        {
            var theirs = await play.Venue.Reports.TimeAsync(play.Stop).ConfigureAwait(false);
            Require(theirs is null || (theirs.Value - play.Venue.Clock.GetUtcNow()).Duration() < TimeSpan.FromMinutes(1), $"its clock says {theirs:O}");
        }),
        new("R08", "the venue takes a commission", "an order is filled", "every trade states it and its currency", async play =>
        {
            var order = await FilledAsync(play).ConfigureAwait(false);
            Require(play.TradesOf(order).All(trade => trade is { Commission: > 0, CommCurrency.Length: > 0 }), "a trade states no commission");
        }) { NeedsCommission = true, Lacks = can => can.StatesCommissions ? null : "states no commissions with trades" },
        new("R09", "nothing", "whether the symbol trades is asked for", "it does", async play => Require(
            (await play.Venue.Reports.SecurityStatusAsync(play.Venue.Symbol, play.Stop).ConfigureAwait(false)).Require("no status").Status == SecurityTradingStatus.ReadyToTrade,
            "it is not ready to trade")),
        new("R10", "nothing", "what the venue takes in the symbol is asked for", "whether parts of a share are taken, and short sales", async play =>
        {
            var rules = (await play.Venue.Reports.InstrumentsAsync([play.Venue.Symbol], play.Stop).ConfigureAwait(false)).Require("no rules");
            Require(rules is [{ Fractions: not null, SellsShort: not null }], "it does not say");
        }) { Lacks = can => can.StatesShortSales ? null : "states neither by symbol" },
    ];

    private static async Task<NewOrderSingle> FilledAsync(ConformancePlay play)
    {
        var order = play.AtOnce();
        await play.AcknowledgedAsync(order).ConfigureAwait(false);
        await play.UntilAsync(() => play.TradesOf(order).Sum(trade => trade.LastQty) == order.OrderQty, "the fill").ConfigureAwait(false);
        return order;
    }

    private static async Task<IReadOnlyList<ExecutionReport>> FollowAsync(
        IVenueReports reports, string? watermark, ConformancePlay play, TimeSpan time, Func<IReadOnlyList<ExecutionReport>, bool>? isEnough = null)
    {
        var told = new List<ExecutionReport>();
        var began = play.Venue.Clock.GetTimestamp();
        while (play.Venue.Clock.GetElapsedTime(began) < time && isEnough?.Invoke(told) != true)
        {
            var page = await reports.ReportsSinceAsync(watermark, play.Stop).ConfigureAwait(false);
            told.AddRange(page.Reports);
            watermark = page.Watermark;
            if (page.IsEmpty)
            {
                await reports.WaitForReportsAsync(play.Stop).ConfigureAwait(false);
            }
        }

        return told;
    }
}
