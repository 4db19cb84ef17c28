using MassTransit;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;

namespace Pipeline.Bus.Sagas;

/// <summary>Where one order is, as the saga keeps it.</summary>
public sealed class OrderSaga : SagaStateMachineInstance
{
    public Guid CorrelationId { get; set; }

    public string ClOrdId { get; set; } = "";

    public string CurrentState { get; set; } = "";

    public OrderMark Mark { get; set; } = OrderMark.Start;

    /// <summary>The stored version this was loaded from; 0 for a new one.</summary>
    public int Version { get; set; }

    /// <summary>The saga's identity, from the order's.</summary>
    public static Guid IdOf(string clOrdId) => SagaTable.IdOf(clOrdId);

    internal static OrderSaga Of(SagaRow row) => new()
    {
        CorrelationId = row.CorrelationId,
        ClOrdId = row.ClOrdId,
        CurrentState = row.State,
        Mark = new OrderMark(row.Pass, row.Attempt, row.LedgerSeq, row.LastSeq),
        Version = row.Version,
    };

    internal SagaRow ToRow() => new()
    {
        CorrelationId = CorrelationId,
        ClOrdId = ClOrdId,
        State = CurrentState,
        Pass = Mark.Pass,
        Attempt = Mark.Attempt,
        LedgerSeq = Mark.LedgerSeq,
        LastSeq = Mark.LastSeq,
        Version = Version,
    };
}
