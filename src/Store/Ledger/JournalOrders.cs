using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Store.Tables;
using Pipeline.Trading.Ledger;
using Pipeline.Trading.Orders;

namespace Pipeline.Store.Ledger;

/// <summary>
/// What the journal says of our orders: what each asks for, at which venue it is, and how it stands. Its status is folded from the reports by
/// <see cref="FillLifecycle"/>, not read from what an entry says that it became. What no entry states, such as whether an answer to a send
/// has been taken in, is not said.
/// </summary>
internal sealed class JournalOrders
{
    /// <summary>The kinds of entries, beside reports, that say something of an order, as SQL lists them.</summary>
    public const string Kinds =
        $"""
         '{nameof(OrderProposed)}', '{JournalKinds.ReplacementRecorded}', '{JournalKinds.ReplacementFound}', '{JournalKinds.AskedFirst}', '{nameof(OrderValidated)}', '{nameof(OrderSubmitting)}',
         '{nameof(OrderAcknowledged)}', '{JournalKinds.NotSent}', '{nameof(OrderHeld)}', '{nameof(OrderDenied)}', '{nameof(OrderRejected)}'
         """;

    private static readonly HashSet<string> Known = [.. Kinds.Split([' ', ',', '\'', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)];

    private readonly Dictionary<string, JournalOrder> orders = [];
    private readonly Dictionary<string, decimal> sentQty = [];

    /// <summary>What each order asked for when it was sent, or asks for as long as it is not.</summary>
    public IReadOnlyDictionary<string, decimal> SentQty => sentQty;

    /// <summary>The permissions to send.</summary>
    public JournalClaims Claims { get; } = new();

    /// <summary>Whether an entry of a kind is one of the <see cref="Kinds"/>.</summary>
    public static bool Tells(string kind) => Known.Contains(kind);

    /// <summary>Whether an order is over, or where that is not said may be.</summary>
    public bool IsOver(string clOrdId, IReadOnlyDictionary<string, RebuiltOrder> filled) =>
        !orders.TryGetValue(clOrdId, out var order) || order.StatusOf(sentQty[clOrdId], FillsOf(filled, clOrdId)) is not { } status || status.IsTerminal();

    /// <summary>Adds an entry of one of the <see cref="Kinds"/>.</summary>
    /// <exception cref="FormatException">It is of an order, or replaces one, of which no entry before it tells.</exception>
    public void Add(long seq, string kind, string clOrdId, int? pass, DateTimeOffset at, Said said)
    {
        if (said.Slot is { } slot)
        {
            orders[clOrdId] = new JournalOrder(slot.Symbol, slot.Side);
        }
        else if (kind == JournalKinds.ReplacementRecorded)
        {
            orders[clOrdId] = Find(seq, said.Replaces ?? "").ReplacedBy(said.Replaces!, said.Price, said.PriceBound);
        }

        if ((said.Terms?.Qty ?? said.QtyAtMost) is { } qty)
        {
            sentQty[clOrdId] = qty;
        }

        var order = Find(seq, clOrdId).After(seq, kind, pass);
        orders[clOrdId] = kind == nameof(OrderValidated) ? order with { PriceBound = said.PriceBound }
            : said.Terms is { } terms ? order with { LimitPrice = terms.LimitPrice }
            : order;
        Claims.Add(kind, clOrdId, sentQty[clOrdId], at, said);
    }

    /// <summary>Adds a report of an order.</summary>
    /// <param name="seq">Journal sequence of its booking.</param>
    /// <param name="clOrdId">The order.</param>
    /// <param name="pass">The order's pass then.</param>
    /// <param name="report">The report.</param>
    /// <param name="standingAt">The venue's time of the newest word before it; a word that said nothing new has no entry of its own.</param>
    /// <exception cref="FormatException">It is of an order of which no entry before it tells.</exception>
    public void Add(long seq, string clOrdId, int? pass, ExecutionReport report, DateTimeOffset? standingAt) =>
        orders[clOrdId] = Find(seq, clOrdId).After(seq, report, standingAt, pass);

    /// <summary>The rows that the journal makes of <c>orders</c>.</summary>
    /// <param name="filled">What has filled of the orders that were reported.</param>
    public LedgerRows Rows(IReadOnlyDictionary<string, RebuiltOrder> filled)
    {
        var rows = new LedgerRows(
            "orders", ["cl_ord_id"],
            [
                "symbol", "side", "qty", "limit_price", "price_bound", "generation", "orig_cl_ord_id", "pass", "venue", "account", "order_id", "ord_status",
                "standing", "ended_at", "reserved_qty", "cum_qty", "cum_value", "restated_qty", "restated_at",
            ]);
        foreach (var (clOrdId, order) in orders)
        {
            var fills = FillsOf(filled, clOrdId);
            rows.Make(
                clOrdId, order.Symbol, Columns.Word(order.Side), sentQty[clOrdId], order.LimitPrice, order.PriceBound, order.Generation, order.OrigClOrdId, order.Pass,
                order.Venue ?? LedgerRows.NotSaid, order.Account ?? LedgerRows.NotSaid, order.OrderId, Word(order.StatusOf(sentQty[clOrdId], fills)),
                Columns.Word(order.Ledger.Standing), order.EndedAt, order.ReservedOf(sentQty[clOrdId], fills) ?? LedgerRows.NotSaid,
                fills.CumQty, fills.CumValue, fills.RestatedQty, fills.RestatedAt);
        }

        return rows;
    }

    /// <summary>
    /// The rows that the journal makes of <c>order_sagas</c>. A saga follows, so its state is said only where it has taken in the entry that decides it.
    /// </summary>
    /// <param name="filled">What has filled of the orders that were reported.</param>
    /// <param name="stored">What the sagas have taken in.</param>
    public LedgerRows Sagas(IReadOnlyDictionary<string, RebuiltOrder> filled, IEnumerable<SagaRow> stored)
    {
        var rows = new LedgerRows("order_sagas", ["cl_ord_id"], ["state"]);
        foreach (var saga in stored)
        {
            if (orders.TryGetValue(saga.ClOrdId, out var order))
            {
                rows.Make(saga.ClOrdId, order.StateOf(sentQty[saga.ClOrdId], FillsOf(filled, saga.ClOrdId), saga)?.ToString() ?? LedgerRows.NotSaid);
            }
        }

        return rows;
    }

    private static RebuiltOrder FillsOf(IReadOnlyDictionary<string, RebuiltOrder> filled, string clOrdId) =>
        filled.GetValueOrDefault(clOrdId, new RebuiltOrder(0, 0, null, null));

    private static object Word(OrdStatus? status) => status is { } said ? Columns.Word(said) : LedgerRows.NotSaid;

    private JournalOrder Find(long seq, string clOrdId) => orders.GetValueOrDefault(clOrdId)
        ?? throw new FormatException($"journal {seq}: it tells of the order '{clOrdId}', which no entry before it has proposed");

    /// <summary>What entries of these kinds state; each states a part of it.</summary>
    internal sealed record Said(Slot? Slot, Terms? Terms, string? Replaces, decimal? QtyAtMost, decimal? Price, decimal? PriceBound)
    {
        public int? Attempt { get; init; }

        public IReadOnlyList<int>? Attempts { get; init; }

        public long? Fencing { get; init; }

        public DateTimeOffset? SendDeadline { get; init; }
    }

    internal sealed record Slot(string Symbol, Side Side);

    internal sealed record Terms(decimal Qty, decimal? LimitPrice);
}
