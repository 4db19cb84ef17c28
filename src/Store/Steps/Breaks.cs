using Pipeline.Messages.Fix;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Reconciliation;

namespace Pipeline.Store.Steps;

/// <summary>The life of a break: raised once, with an alert; resolved once, with who and why. Both stand in the journal.</summary>
public static class Breaks
{
    /// <summary>Who resolves what a late event has explained.</summary>
    public const string ByReconciliation = "reconciliation";

    /// <summary>Who resolves what the policy of a symbol says.</summary>
    public const string ByPolicy = "policy";

    /// <summary>Raises a break. The policy of its symbol says whether orders wait for a person, or resolves it.</summary>
    public static long Raise(StoreSession session, string venue, string account, Difference found, DateTimeOffset now)
    {
        var policy = found.Kind.HasPolicy() && found.Symbol is { } symbol ? ExternalPolicyTable.Of(session, symbol) : (ExternalPolicy?)null;
        var pauses = policy == ExternalPolicy.Pause || found.Kind == BreakKind.RejectBreaker;
        foreach (var earlier in BreakTable.Standing(session, venue, account).Where(earlier => earlier.Found.Key == found.Key))
        {
            BreakTable.EndStanding(session, earlier.Id, now);
        }

        var id = BreakTable.Insert(session, venue, account, found, policy, pauses, now);
        var order = found.ClOrdId is null ? null : OrderTable.Find(session, found.ClOrdId);
        var facts = new { break_id = id, found.Kind, found.Subject, venue, account, found.Symbol, found.Ours, found.Theirs, found.Delta, policy, pauses };
        Append(session, JournalKinds.BreakRaised, order, now, facts);
        JournalTable.RaiseAlert(session, Alert.OfBreak(found.Kind), found.Subject, Stages.Reconciliation, now, order, facts);
        if (policy == ExternalPolicy.Rebase && !found.Kind.IsOfPosition())
        {
            Rebase(session, BreakTable.Find(session, id)!, now);
        }

        return id;
    }

    /// <summary>The open break which says that an order that is over here is open at the venue; null when there is none.</summary>
    public static Break? OpenThere(StoreSession session, Order order) => !order.OrdStatus.IsTerminal() ? null
        : BreakTable.About(session, order.Venue, order.Account, order.ClOrdId).FirstOrDefault(about =>
            about is { Kind: BreakKind.OrderStatusDiffers, ClosedAt: null } && Enum.TryParse<OrdStatus>(about.Theirs.Split(',')[0], out var there) && !there.IsTerminal());

    /// <summary>Whether an order that is over here is open at the venue, as far as is known.</summary>
    public static bool IsOpenThere(StoreSession session, Order order) => OpenThere(session, order) is not null;

    /// <summary>Raises that the venue has an order which is not ours; where that is known, notes how the order stands now.</summary>
    /// <param name="session">The step.</param>
    /// <param name="venue">Whose.</param>
    /// <param name="account">The account.</param>
    /// <param name="order">
    /// The order. Where no order of ours has its ClOrdId, an agent may still send the one that would: one that a lost store had sent.
    /// </param>
    /// <param name="now">The time.</param>
    public static void SeeExternal(StoreSession session, string venue, string account, ViewedOrder order, DateTimeOffset now)
    {
        Remember(session, venue, account, order);
        switch (BreakTable.About(session, venue, account, order.OrderId).FirstOrDefault(known => known.Kind == BreakKind.ExternalOrder))
        {
            case null:
                var unknown = order.ClOrdId is { } id && OrderTable.Find(session, id) is null ? id : null;
                Raise(session, venue, account, new Difference(BreakKind.ExternalOrder, order.OrderId, order.Symbol, unknown, "not ours", order.Whole), now);
                break;
            case { ClosedAt: null } open:
                BreakTable.See(session, open.Id, open.Found with { Theirs = order.Whole }, now);
                break;
        }
    }

    /// <summary>Notes that the venue has an order under an id that the store does not know: an agent that plans its slot anew is told so.</summary>
    public static void Remember(StoreSession session, string venue, string account, ViewedOrder order)
    {
        if (order is { ClOrdId.Length: > 0, Side: { } side } && OrderTable.Find(session, order.ClOrdId) is null)
        {
            ForgottenOrderTable.Remember(session, venue, account, order.ClOrdId, order.Symbol, side, new KnownTerms { Qty = order.OrderQty });
        }
    }

    /// <summary>An order that was taken for somebody else's turns out to be ours.</summary>
    public static IReadOnlyList<FollowUp> Adopt(StoreSession session, Order order, string orderId, DateTimeOffset now) =>
    [
        .. BreakTable.About(session, order.Venue, order.Account, orderId)
            .Where(known => known is { Kind: BreakKind.ExternalOrder, ClosedAt: null })
            .SelectMany(known => Resolve(session, known, BreakResolution.Explained, ByReconciliation, $"it is our order {order.ClOrdId}", now)),
    ];

    /// <summary>Resolves an open break as the policy of its symbol says, which no order waits for.</summary>
    /// <remarks>Our position follows the executions of somebody else's order as it is; what it holds otherwise needs an entry.</remarks>
    public static void Rebase(StoreSession session, Break open, DateTimeOffset now) => Resolve(
        session, open, BreakResolution.Adjusted, ByPolicy,
        open.Kind == BreakKind.ExternalOrder ? "policy rebase: the position follows its executions" : $"policy rebase: the venue holds {open.Theirs}", now);

    /// <summary>Resolves an open break, and lets go on what was held for it.</summary>
    /// <returns>What has to be told.</returns>
    public static IReadOnlyList<FollowUp> Resolve(StoreSession session, Break open, BreakResolution resolution, string by, string why, DateTimeOffset now)
    {
        BreakTable.Close(session, open, resolution, by, why, now);
        var order = open.ClOrdId is null ? null : OrderTable.Find(session, open.ClOrdId);
        Append(session, JournalKinds.BreakResolved, order, now, new
        {
            break_id = open.Id, open.Kind, open.Subject, open.Symbol, resolution, by, why, open.Ours, open.Theirs, open.Delta, open.RaisedAt,
        });
        if (resolution == BreakResolution.Adjusted && open.Kind.IsAdjustable())
        {
            Adjust(session, open, by, why, now);
        }

        if (open.Kind == BreakKind.CashDiffers && resolution != BreakResolution.Explained)
        {
            CashBook.Move(session, open.Venue, open.Account, open.Delta!.Value, $"break {open.Id}, {Columns.Word(resolution)} by {by}", now);
        }

        if (open.Kind == BreakKind.RejectBreaker)
        {
            RejectionTable.Forget(session, open.Venue, open.Symbol!, now);
        }

        return open.Pauses ? LetGo(session, open, $"break {open.Id}, {Columns.Word(resolution)} by {by}", now) : [];
    }

    /// <summary>Late fees explain what of accepted differences in cash they took: so much less is expected to be missing.</summary>
    /// <param name="session">The step.</param>
    /// <param name="venue">The venue.</param>
    /// <param name="account">The account there.</param>
    /// <param name="explained">The accepted differences, with what is left of them.</param>
    /// <param name="difference">How much more the venue has than was expected with them.</param>
    /// <param name="now">The time.</param>
    public static void ExplainCash(
        StoreSession session, string venue, string account, IReadOnlyList<AcceptedCash> explained, decimal difference, DateTimeOffset now)
    {
        CashBook.Move(session, venue, account, difference, $"late fees explain what was accepted, in {string.Join(", ", explained.Select(each => $"break {each.Id}"))}", now);
        foreach (var each in explained)
        {
            if (each.Left != 0)
            {
                BreakTable.SetUnexplained(session, each.Id, each.Left);
                continue;
            }

            var known = BreakTable.Find(session, each.Id)!;
            var why = $"late fees explain it; accepted by {known.By}: {known.Why}";
            BreakTable.ExplainAccepted(session, each.Id, ByReconciliation, why);
            Append(session, JournalKinds.BreakResolved, null, now, new
            {
                break_id = known.Id, known.Kind, known.Subject, known.Symbol, resolution = BreakResolution.Explained, by = ByReconciliation, why, known.Ours, known.Theirs,
                known.Delta, known.RaisedAt,
            });
        }
    }

    private static void Adjust(StoreSession session, Break open, string by, string why, DateTimeOffset now)
    {
        var seq = Append(session, JournalKinds.LedgerAdjusted, null, now, new
        {
            break_id = open.Id, open.Venue, open.Account, open.Symbol, qty = open.Delta, at = now, by, why,
        });
        AdjustmentTable.Insert(session, open, by, why, seq, now);
        if (open.Symbol is { } symbol)
        {
            PositionTable.Book(session, new Trading.Ledger.Adjustment(open.Id, open.Venue, open.Account, symbol, open.Delta!.Value, now));
        }
    }

    // One that a person has let pass what is still open waits for nothing more.
    private static IReadOnlyList<FollowUp> LetGo(StoreSession session, Break closed, string by, DateTimeOffset now)
    {
        var codes = BreakTable.Pausing(session, closed.Venue, closed.Account, closed.Symbol!).Select(open => open.HoldCode).ToHashSet();
        var held = OrderTable.Held(session, closed.Venue, closed.Account, closed.Symbol!, [Grant.SymbolPaused, Grant.RejectBreaker]);
        return [.. held.Where(order => codes.Count == 0 || codes.IsSubsetOf(WaiverTable.OfOrder(session, order, now).Keys)).Select(order => HoldRelease.Release(session, order, by, now))];
    }

    private static long Append(StoreSession session, string kind, Order? order, DateTimeOffset now, object data) => JournalTable.Append(
        session, new JournalEntry(0, now, kind, order?.ClOrdId, order?.IntentId, Stages.Reconciliation, order?.Pass, Columns.Json(data)));
}
