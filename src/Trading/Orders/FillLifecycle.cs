using Pipeline.Messages.Fix;
using Stateless;

namespace Pipeline.Trading.Orders;

/// <summary>
/// What has the venue said? States are FIX OrdStatus, triggers FIX ExecType. Every pair is listed: it moves the order,
/// is ignored on purpose, or is refused with a reason. The precedence of states is FIX's (4.4, appendix D).
/// </summary>
public static class FillLifecycle
{
    /// <summary>States a venue has a word for; ours (denied, held, unresolved) enter as <see cref="OrdStatus.PendingNew"/>.</summary>
    public static IReadOnlyList<OrdStatus> States { get; } =
        [.. Enum.GetValues<OrdStatus>().Except([OrdStatus.Denied, OrdStatus.Held, OrdStatus.Unresolved])];

    // Configuring a machine costs more than using it, and a machine holds one state: so each thread keeps one and sets it.
    [ThreadStatic]
    private static Machine? machine;

    /// <summary>The status after a report, given the filled quantity after it. Null when the report changes nothing.</summary>
    public static OrdStatus? Next(OrdStatus status, ExecType exec, decimal cumQty, decimal orderQty)
    {
        var current = machine ??= new Machine();
        current.Status = States.Contains(status) ? status : OrdStatus.PendingNew;
        current.Fills = cumQty <= 0 ? OrdStatus.New : cumQty < orderQty ? OrdStatus.PartiallyFilled : OrdStatus.Filled;
        current.Transitions.Fire(exec);
        return current.Status == status ? null : current.Status;
    }

    private sealed class Machine
    {
        public Machine()
        {
            Transitions = new StateMachine<OrdStatus, ExecType>(() => Status, next => Status = next);
            foreach (var state in States)
            {
                foreach (var exec in Enum.GetValues<ExecType>())
                {
                    Configure(state, exec);
                }
            }
        }

        public OrdStatus Status { get; set; }

        /// <summary>The status that the filled quantity alone would give.</summary>
        public OrdStatus Fills { get; set; }

        public StateMachine<OrdStatus, ExecType> Transitions { get; }

        private void Configure(OrdStatus from, ExecType exec) =>
            Transitions.Configure(from).InternalTransition(exec, () => Status = After(from, exec, Fills));
    }

    /// <summary>The table itself.</summary>
    internal static OrdStatus After(OrdStatus from, ExecType exec, OrdStatus fills) => (from, exec) switch
    {
        // A fill counts whenever it comes. On an order that is done it stays done (FIX J.1.b), unless it is now full.
        (_, ExecType.Trade or ExecType.TradeCorrect or ExecType.TradeCancel) when IsOver(from) =>
            fills == OrdStatus.Filled ? OrdStatus.Filled : from,
        (OrdStatus.PendingCancel or OrdStatus.PendingReplace, ExecType.Trade or ExecType.TradeCorrect or ExecType.TradeCancel) =>
            fills == OrdStatus.Filled ? OrdStatus.Filled : from,
        (_, ExecType.Trade or ExecType.TradeCorrect or ExecType.TradeCancel) => fills,

        // A full order stays full, whatever ends or pauses it afterwards (Filled 8 goes before Canceled 5).
        (OrdStatus.Filled, _) => OrdStatus.Filled,

        // An order that is done is not woken by news that is older than its end.
        (_, ExecType.New or ExecType.PendingNew or ExecType.PendingCancel or ExecType.PendingReplace or ExecType.Stopped
            or ExecType.Suspended or ExecType.Calculated or ExecType.DoneForDay or ExecType.Restated or ExecType.OrderStatus)
            when IsOver(from) => from,

        (_, ExecType.Canceled) => IsOver(from) ? from : OrdStatus.Canceled,
        (_, ExecType.Expired) => IsOver(from) ? from : OrdStatus.Expired,
        (_, ExecType.Replaced) => IsOver(from) ? from : OrdStatus.Replaced,
        (OrdStatus.PendingNew, ExecType.Rejected) => OrdStatus.Rejected,

        // A rejection of an order that the venue took before ends it, with what it has filled.
        (_, ExecType.Rejected) => IsOver(from) ? from : OrdStatus.Rejected,

        (OrdStatus.PendingNew or OrdStatus.Suspended or OrdStatus.DoneForDay or OrdStatus.Calculated
            or OrdStatus.AcceptedForBidding, ExecType.New) => fills,
        (_, ExecType.New) => from,
        (_, ExecType.PendingNew) => from,
        (_, ExecType.DoneForDay) => OrdStatus.DoneForDay,
        (_, ExecType.PendingCancel) => OrdStatus.PendingCancel,
        (_, ExecType.PendingReplace) => from == OrdStatus.PendingCancel ? from : OrdStatus.PendingReplace,
        (_, ExecType.Stopped) => from is OrdStatus.PendingCancel or OrdStatus.PendingReplace ? from : OrdStatus.Stopped,
        (_, ExecType.Suspended) => from is OrdStatus.PendingCancel or OrdStatus.PendingReplace ? from : OrdStatus.Suspended,
        (_, ExecType.Calculated) => from is OrdStatus.PendingCancel or OrdStatus.PendingReplace ? from : OrdStatus.Calculated,
        (_, ExecType.Restated) => from is OrdStatus.DoneForDay or OrdStatus.PendingNew ? fills : from,
        (_, ExecType.OrderStatus) => from == OrdStatus.PendingNew ? fills : from,
        _ => throw new ArgumentOutOfRangeException(nameof(exec), exec, $"No row for {from} and {exec}"),
    };

    private static bool IsOver(OrdStatus status) => status is
        OrdStatus.Canceled or OrdStatus.Expired or OrdStatus.Rejected or OrdStatus.Replaced;
}
