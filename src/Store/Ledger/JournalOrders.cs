using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Store.Tables;
using Pipeline.Trading.Ledger;

namespace Pipeline.Store.Ledger;

/// <summary>
/// What the journal says of our orders: what each asks for, at which venue it is, and how it stands. What no entry states, such as the
/// room that is kept for an order on its way, is not said.
/// </summary>
internal sealed class JournalOrders
{
    /// <summary>The kinds of entries, beside reports, that say something of an order, as SQL lists them.</summary>
    public const string Kinds =
        $"""
         '{nameof(OrderProposed)}', '{JournalKinds.ReplacementRecorded}', '{JournalKinds.AskedFirst}', '{nameof(OrderSubmitting)}', '{nameof(OrderHeld)}',
         '{nameof(OrderDenied)}'
         """;

    private readonly Dictionary<string, Known> orders = [];
    private readonly Dictionary<string, decimal> sentQty = [];

    /// <summary>What each order asked for when it was sent, or asks for as long as it is not.</summary>
    public IReadOnlyDictionary<string, decimal> SentQty => sentQty;

    /// <summary>Adds an entry of one of the <see cref="Kinds"/>.</summary>
    /// <exception cref="FormatException">It is of an order, or replaces one, of which no entry before it tells.</exception>
    public void Add(long seq, string kind, string clOrdId, Said said)
    {
        if (said.Slot is { } slot)
        {
            orders[clOrdId] = new Known(slot.Symbol, slot.Side);
        }
        else if (kind == JournalKinds.ReplacementRecorded)
        {
            orders[clOrdId] = Find(seq, said.Replaces ?? "") with { Venue = null, Account = null, OrderId = null };
        }

        if ((said.Terms?.Qty ?? said.QtyAtMost) is { } qty)
        {
            sentQty[clOrdId] = qty;
        }

        orders[clOrdId] = kind switch
        {
            nameof(OrderHeld) => Find(seq, clOrdId) with { OrdStatus = OrdStatus.Held, ReservedQty = null },
            nameof(OrderDenied) => Find(seq, clOrdId) with { OrdStatus = OrdStatus.Denied, ReservedQty = 0 },
            _ => Find(seq, clOrdId) with { OrdStatus = null, ReservedQty = null },
        };
    }

    /// <summary>Adds a report of an order, with what the order became by it.</summary>
    /// <exception cref="FormatException">It is of an order of which no entry before it tells.</exception>
    public void Add(long seq, string clOrdId, ExecutionReport report, OrdStatus? became, decimal? leavesQty)
    {
        var order = Find(seq, clOrdId);
        orders[clOrdId] = order with
        {
            Venue = report.Venue, Account = report.Account, OrderId = report.OrderId.Length > 0 ? report.OrderId : order.OrderId,
            OrdStatus = became, ReservedQty = leavesQty,
        };
    }

    /// <summary>The rows that the journal makes of <c>orders</c>.</summary>
    /// <param name="filled">What has filled of the orders that were reported.</param>
    public LedgerRows Rows(IReadOnlyDictionary<string, RebuiltOrder> filled)
    {
        var rows = new LedgerRows(
            "orders", ["cl_ord_id"],
            [
                "symbol", "side", "qty", "venue", "account", "order_id", "ord_status", "standing", "reserved_qty", "cum_qty", "cum_value", "restated_qty",
                "restated_at",
            ]);
        foreach (var (clOrdId, order) in orders)
        {
            var fills = filled.GetValueOrDefault(clOrdId, new RebuiltOrder(0, 0, null, null));
            rows.Make(
                clOrdId, order.Symbol, Columns.Word(order.Side), sentQty[clOrdId], order.Venue ?? LedgerRows.NotSaid, order.Account ?? LedgerRows.NotSaid, order.OrderId,
                Word(order.OrdStatus), Word(order.Standing), order.ReservedQty ?? LedgerRows.NotSaid, fills.CumQty, fills.CumValue, fills.RestatedQty, fills.RestatedAt);
        }

        return rows;
    }

    private static object Word(OrdStatus? status) => status is { } said ? Columns.Word(said) : LedgerRows.NotSaid;

    private Known Find(long seq, string clOrdId) => orders.GetValueOrDefault(clOrdId)
        ?? throw new FormatException($"journal {seq}: it tells of the order '{clOrdId}', which no entry before it has proposed");

    /// <summary>What entries of these kinds state; each states a part of it.</summary>
    internal sealed record Said(Slot? Slot, Terms? Terms, string? Replaces, decimal? QtyAtMost);

    internal sealed record Slot(string Symbol, Side Side);

    internal sealed record Terms(decimal Qty);

    private sealed record Known(string Symbol, Side Side)
    {
        public string? Venue { get; init; }

        public string? Account { get; init; }

        public string? OrderId { get; init; }

        public OrdStatus? OrdStatus { get; init; }

        public decimal? ReservedQty { get; init; }

        // Where fills don't go before it, the status of an order that was reported is how it stands by the venue's word.
        public OrdStatus? Standing => Venue is null || OrdStatus is Messages.Fix.OrdStatus.PartiallyFilled or Messages.Fix.OrdStatus.Filled ? null : OrdStatus;
    }
}
