using Pipeline.Messages.Fix;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Binance;

/// <summary>Reads the stream's event <c>executionReport</c>. Pure.</summary>
/// <param name="account">The account reported on.</param>
/// <param name="pairs">The pairs that are traded.</param>
/// <param name="trades">Reads what a trade did.</param>
internal sealed class EventReader(string account, Pairs pairs, TradeReader trades)
{
    /// <summary>What an event says. A word that nobody knows makes it a status report with that word in its text.</summary>
    /// <exception cref="FormatException">A field is missing without which the event can't be booked.</exception>
    public IReadOnlyList<VenueNews> NewsOf(ExecutionReportDocument said)
    {
        var pair = pairs.Required(said.Symbol);
        var (word, status) = (Fields.Required(said.ExecType, "x"), Fields.Required(said.Status, "X"));
        var exec = BinanceWords.ToExecType(word, status);
        var (qty, filled) = (Fields.Required(said.Qty, "q"), Fields.Required(said.CumQty, "z"));
        var report = new ExecutionReport
        {
            Venue = OrderReader.Venue,
            Account = account,
            OrderId = Fields.OrderId(pair, Fields.Required(said.OrderId, "i")),
            ClOrdId = said.OriginalClientOrderId is { Length: > 0 } original ? original : said.ClientOrderId,
            ExecType = exec ?? ExecType.OrderStatus,
            OrdStatus = Fields.Status(status, filled, qty),
            Symbol = pair.Symbol,
            Side = BinanceWords.ToSide(said.Side) ?? throw Fields.Unknown("S", said.Side),
            OrderQty = qty == 0 ? filled : qty,
            CumQty = filled,
            LeavesQty = BinanceWords.IsOver(status) ? 0 : Math.Max(0, qty - filled),
            Text = TextOf(said, exec),
            Unread = UnknownFields.RawOf(said.More),
            TransactTime = Fields.Time(said.TransactTime, "T"),
        };
        return exec == ExecType.Trade
            ? trades.NewsOf(pair, said.TradeId, said.LastQty, said.LastPrice, said.Commission, said.CommissionAsset, report)
            : [new VenueNews(report, report.TransactTime)];
    }

    /// <summary>Whether every word of an event is known.</summary>
    public static bool IsUnderstood(ExecutionReportDocument said) =>
        BinanceWords.ToExecType(said.ExecType, said.Status) is not null and not ExecType.OrderStatus && BinanceWords.ToOrdStatus(said.Status) is not null;

    private static string? TextOf(ExecutionReportDocument said, ExecType? exec)
    {
        var text = OrderReader.TextOf(BinanceWords.ToOrdStatus(said.Status) is null ? said.Status : null, said.RejectReason, said.ExpiryReason);
        return exec is null or ExecType.OrderStatus ? Untrusted.Cap(text is null ? $"event={said.ExecType}" : $"event={said.ExecType}, {text}") : text;
    }
}
