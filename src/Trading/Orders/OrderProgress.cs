namespace Pipeline.Trading.Orders;

/// <summary>When a row of the table applies.</summary>
public enum Recency
{
    /// <summary>To news of this pass and attempt or a later one.</summary>
    Current,

    /// <summary>Only to news of a later pass: the order starts through the checks again.</summary>
    LaterPass,

    /// <summary>Only to news of a later attempt: an earlier send is proven not to have arrived.</summary>
    LaterAttempt,

    /// <summary>Only to news of a step recorded after all that the order has heard of: a hold at the last gate has the pass of the send before it, and no attempt.</summary>
    LaterStep,
}

/// <summary>A row of the table: where the order goes, and when.</summary>
public sealed record Advance(OrderState To, Recency When = Recency.Current);

/// <summary>
/// The life of an order as one table of (state, news). News is late, doubled and out of order, so a state only ever
/// advances, and a pair that is not listed here changes nothing. The saga and the simulation both read this table.
/// </summary>
public static class OrderProgress
{
    private static readonly Dictionary<(OrderState, OrderTrigger), Advance> Rows = Build();

    /// <summary>Where an order begins whose first news is this one; any news can be the first to arrive.</summary>
    public static OrderState First(OrderTrigger trigger) => Row(OrderState.Proposed, trigger)?.To ?? OrderState.Proposed;

    /// <summary>The row for a pair, or null when the news is ignored in that state.</summary>
    public static Advance? Row(OrderState state, OrderTrigger trigger) => Rows.GetValueOrDefault((state, trigger));

    /// <summary>Whether a row applies to an order that has come this far.</summary>
    public static bool Applies(Recency when, OrderMark mark, OrderNews news)
    {
        // The ledger's own news is ordered by the journal: what is older than the last applied is history.
        if (news.IsLedgers && news.Seq <= mark.LedgerSeq)
        {
            return false;
        }

        return when switch
        {
            Recency.Current => IsCurrent(mark, news),
            Recency.LaterPass => news.Pass > mark.Pass,
            Recency.LaterAttempt => news.Attempt > mark.Attempt,
            Recency.LaterStep => IsCurrent(mark, news) && news.Seq > mark.LastSeq,
            _ => throw new ArgumentOutOfRangeException(nameof(when), when, null),
        };
    }

    private static bool IsCurrent(OrderMark mark, OrderNews news) => news.Pass >= mark.Pass && (news.Attempt == 0 || news.Attempt >= mark.Attempt);

    private static Dictionary<(OrderState, OrderTrigger), Advance> Build()
    {
        var rows = new Dictionary<(OrderState, OrderTrigger), Advance>();
        void From(OrderState from, params (OrderTrigger Trigger, Advance Advance)[] advances)
        {
            foreach (var (trigger, advance) in advances)
            {
                rows.Add((from, trigger), advance);
            }
        }

        var held = (OrderTrigger.Held, new Advance(OrderState.Held));
        var denied = (OrderTrigger.Denied, new Advance(OrderState.Done));
        var submitting = (OrderTrigger.Submitting, new Advance(OrderState.Submitting));
        var acknowledged = (OrderTrigger.Acknowledged, new Advance(OrderState.Working));
        var rejected = (OrderTrigger.Rejected, new Advance(OrderState.Done));
        var unresolved = (OrderTrigger.Unresolved, new Advance(OrderState.Unresolved));
        var moved = (OrderTrigger.Moved, new Advance(OrderState.Working));
        var ended = (OrderTrigger.Ended, new Advance(OrderState.Done));
        var validated = (OrderTrigger.Validated, new Advance(OrderState.Validated));
        var released = (OrderTrigger.Released, new Advance(OrderState.Released));

        var proposedAgain = (OrderTrigger.Proposed, new Advance(OrderState.Proposed, Recency.LaterPass));
        var validatedAgain = (OrderTrigger.Validated, new Advance(OrderState.Validated, Recency.LaterPass));

        From(OrderState.Proposed, validated, held, released, denied, submitting, acknowledged, rejected, unresolved, moved, ended);
        From(OrderState.Validated, held, released, denied, submitting, acknowledged, rejected, unresolved, moved, ended);
        From(OrderState.Released, held, denied, submitting, acknowledged, rejected, unresolved, moved, ended);

        // A release from hold is a new pass, and starts at the first check. What is told late of the send before the hold is over.
        From(
            OrderState.Held,
            proposedAgain, validatedAgain,
            (OrderTrigger.Released, new Advance(OrderState.Released, Recency.LaterPass)),
            (OrderTrigger.Submitting, new Advance(OrderState.Submitting, Recency.LaterStep)),
            (OrderTrigger.Unresolved, new Advance(OrderState.Unresolved, Recency.LaterStep)),
            denied, acknowledged, rejected, moved, ended);

        // A send whose deadline passed is released once more, and the last gate may hold or deny it.
        From(
            OrderState.Submitting,
            proposedAgain, validatedAgain, held, denied, acknowledged, rejected, unresolved, moved, ended,
            (OrderTrigger.Released, new Advance(OrderState.Released, Recency.LaterAttempt)),
            (OrderTrigger.Submitting, new Advance(OrderState.Submitting, Recency.LaterAttempt)));

        // Evidence ends it: found (acknowledged, rejected, moved, ended), or proven not sent (denied, one more attempt, or, when
        // a restored store had it asked about, a new pass).
        From(
            OrderState.Unresolved,
            proposedAgain, validatedAgain, held, denied, acknowledged, rejected, moved, ended,
            (OrderTrigger.Released, new Advance(OrderState.Released, Recency.LaterAttempt)),
            (OrderTrigger.Submitting, new Advance(OrderState.Submitting, Recency.LaterAttempt)));

        // The venue has it. A refusal that comes after that, or late, is one to the ledger, which says so itself.
        From(OrderState.Working, moved, ended);

        // A bust can open a filled order again.
        From(OrderState.Done, moved);
        return rows;
    }
}
