using Pipeline.Trading.Orders;

namespace Pipeline.Store.Tables;

/// <summary>The order sagas: where each order is.</summary>
public static class SagaTable
{
    private const string Selection = "SELECT correlation_id, cl_ord_id, state, pass, attempt, ledger_seq, last_seq, version FROM order_sagas";

    /// <summary>A saga's identity, from its order's.</summary>
    public static Guid IdOf(string clOrdId) => OrderKey.MessageId("order-saga", clOrdId);

    /// <summary>How many orders have not come to their end.</summary>
    public static long CountOpen(StoreSession session) => session.Scalar<long>("SELECT count(*) FROM order_sagas WHERE state <> 'Done'");

    public static SagaRow? Find(StoreSession session, Guid correlationId) =>
        session.QueryFirst<SagaRow>($"{Selection} WHERE correlation_id = @correlationId", new { correlationId });

    /// <summary>The sagas of some orders, of those that have one.</summary>
    public static IReadOnlyList<SagaRow> OfOrders(StoreSession session, IEnumerable<string> clOrdIds) => session.Query<SagaRow>(
        $"{Selection} WHERE cl_ord_id IN (SELECT value ->> 0 FROM json_each(@orders))", new { orders = Columns.Json(clOrdIds.Select(id => new[] { id }).ToList()) });

    /// <summary>Where an order is; an order that no news has reached yet is proposed. That nobody knows what became of it is in its claim before the saga hears of it.</summary>
    public static OrderState StateOf(StoreSession session, string clOrdId) =>
        ClaimTable.IsUnresolved(session, clOrdId) ? OrderState.Unresolved
        : session.QueryFirst<string>("SELECT state FROM order_sagas WHERE cl_ord_id = @clOrdId", new { clOrdId }) is { } state
            ? Enum.Parse<OrderState>(state)
            : OrderState.Proposed;

    /// <summary>Where every order is that any news has reached.</summary>
    public static IReadOnlyDictionary<string, OrderState> States(StoreSession session) =>
        session.Query<SagaRow>(Selection).ToDictionary(row => row.ClOrdId, row => Enum.Parse<OrderState>(row.State));

    /// <summary>Every saga.</summary>
    public static IReadOnlyList<SagaRow> All(StoreSession session) => session.Query<SagaRow>(Selection);

    /// <returns>Not one row when another writer has created it first.</returns>
    public static Written Insert(StoreSession session, SagaRow row) => session.Save(
        """
        INSERT INTO order_sagas (correlation_id, cl_ord_id, state, pass, attempt, ledger_seq, last_seq, version)
        VALUES (@CorrelationId, @ClOrdId, @State, @Pass, @Attempt, @LedgerSeq, @LastSeq, 1) ON CONFLICT DO NOTHING
        """,
        row);

    /// <returns>Not one row when another writer has changed it since it was read.</returns>
    public static Written Update(StoreSession session, SagaRow row) => session.Save(
        """
        UPDATE order_sagas SET state = @State, pass = @Pass, attempt = @Attempt, ledger_seq = @LedgerSeq, last_seq = @LastSeq, version = version + 1
        WHERE correlation_id = @CorrelationId AND version = @Version
        """,
        row);
}

/// <summary>A saga as it is stored.</summary>
public sealed class SagaRow
{
    public Guid CorrelationId { get; set; }

    public string ClOrdId { get; set; } = "";

    /// <summary>One of <see cref="OrderState"/>.</summary>
    public string State { get; set; } = "";

    public int Pass { get; set; }

    public int Attempt { get; set; }

    public long LedgerSeq { get; set; }

    /// <summary>Largest journal sequence among the news applied.</summary>
    public long LastSeq { get; set; }

    /// <summary>Counts saves; a save against an older one fails.</summary>
    public int Version { get; set; }
}
