using Pipeline.Messages.Fix;
using Stateless;

namespace Pipeline.Trading.Orders;

/// <summary>
/// What has the venue said? An order has two sides that change independently: where it stands by the venue's word, and what has
/// filled. Its OrdStatus is the one of the two that goes before by FIX's precedence (4.4, appendix D), so a bust on a canceled
/// order leaves it canceled and a bust on a filled one opens it again, in whichever order the reports came.
/// States are FIX OrdStatus, triggers FIX ExecType. Every pair is listed: it moves the order, is ignored on purpose, or is
/// refused with a reason.
/// </summary>
public static class FillLifecycle
{
    /// <summary>States a venue has a word for; ours (denied, held, unresolved) are <see cref="OrdStatus.PendingNew"/> to it.</summary>
    public static IReadOnlyList<OrdStatus> States { get; } =
        [.. Enum.GetValues<OrdStatus>().Except([OrdStatus.Denied, OrdStatus.Held, OrdStatus.Unresolved])];

    /// <summary>Where an order can stand; what it has filled is the other side of it.</summary>
    public static IReadOnlyList<OrdStatus> Standings { get; } = [.. States.Except([OrdStatus.PartiallyFilled, OrdStatus.Filled])];

    // Configuring a machine costs more than using it, and a machine holds one state: so each thread keeps one and sets it.
    [ThreadStatic]
    private static Machine? machine;

    /// <summary>What a report does to where an order stands.</summary>
    /// <param name="standing">Where it stands.</param>
    /// <param name="exec">What the report is.</param>
    /// <param name="stated">The OrdStatus that the report states.</param>
    public static Move Next(OrdStatus standing, ExecType exec, OrdStatus stated) => (machine ??= new Machine()).Fire(standing, Said(exec, stated));

    /// <summary>The status of an order that stands so and has filled so much.</summary>
    public static OrdStatus StatusOf(OrdStatus standing, decimal cumQty, decimal orderQty)
    {
        if (cumQty <= 0)
        {
            return standing;
        }

        var fills = cumQty < orderQty ? OrdStatus.PartiallyFilled : OrdStatus.Filled;
        return standing.Precedence() > fills.Precedence() ? standing : fills;
    }

    /// <summary>
    /// What a report says of the order itself, which for some of FIX's types is in the status it states. An answer to a status
    /// request says only that; a rejection of an order that goes on is of another request under its id (FIX F.1.b); after a
    /// replacement or a restatement the order goes on as it states (FIX C.3), unless a successor with an id of its own took its
    /// place. A pause that states a pending request leaves it pending.
    /// </summary>
    public static ExecType Said(ExecType exec, OrdStatus stated) => (exec, stated) switch
    {
        (ExecType.Rejected, OrdStatus.Rejected) or (ExecType.Replaced, OrdStatus.Replaced) => exec,
        (ExecType.OrderStatus or ExecType.Rejected, _) => Stating(stated, otherwise: ExecType.OrderStatus),
        (ExecType.Replaced or ExecType.Restated, _) => Stating(stated, otherwise: ExecType.Restated),
        (ExecType.DoneForDay or ExecType.Stopped or ExecType.Suspended or ExecType.Calculated, OrdStatus.PendingCancel or OrdStatus.PendingReplace) =>
            Stating(stated, otherwise: exec),
        _ => exec,
    };

    /// <summary>True for a trade, a bust and a correction: what changes the fills.</summary>
    public static bool IsExecution(ExecType exec) => exec is ExecType.Trade or ExecType.TradeCancel or ExecType.TradeCorrect;

    private static ExecType Stating(OrdStatus stated, ExecType otherwise) => stated switch
    {
        OrdStatus.PendingNew => ExecType.PendingNew,
        OrdStatus.DoneForDay => ExecType.DoneForDay,
        OrdStatus.Canceled => ExecType.Canceled,
        OrdStatus.Replaced => ExecType.Replaced,
        OrdStatus.PendingCancel => ExecType.PendingCancel,
        OrdStatus.Stopped => ExecType.Stopped,
        OrdStatus.Rejected => ExecType.Rejected,
        OrdStatus.Suspended => ExecType.Suspended,
        OrdStatus.Calculated => ExecType.Calculated,
        OrdStatus.Expired => ExecType.Expired,
        OrdStatus.PendingReplace => ExecType.PendingReplace,
        _ => otherwise,
    };

    private sealed class Machine
    {
        private readonly StateMachine<OrdStatus, ExecType> transitions;
        private OrdStatus standing;

        public Machine()
        {
            transitions = new StateMachine<OrdStatus, ExecType>(() => standing, next => standing = next);
            foreach (var from in Standings)
            {
                foreach (var exec in Enum.GetValues<ExecType>())
                {
                    Configure(transitions.Configure(from), exec, LifecycleTable.Row(from, exec));
                }
            }
        }

        public Move Fire(OrdStatus from, ExecType exec)
        {
            standing = Standings.Contains(from) ? from : OrdStatus.PendingNew;
            if (!transitions.CanFire(exec))
            {
                return LifecycleTable.Row(standing, exec);
            }

            transitions.Fire(exec);
            return standing == from ? LifecycleTable.Row(from, exec) : new Move.To(standing);
        }

        // What is refused is not permitted: the machine itself says no.
        private static void Configure(StateMachine<OrdStatus, ExecType>.StateConfiguration state, ExecType exec, Move move)
        {
            switch (move)
            {
                case Move.To to:
                    state.Permit(exec, to.Standing);
                    break;
                case Move.Ignored:
                    state.Ignore(exec);
                    break;
            }
        }
    }
}
