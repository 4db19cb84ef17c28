using System.Diagnostics.CodeAnalysis;
using Pipeline.Messages.Fix;
using Pipeline.Store;
using Pipeline.Store.Failpoints;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Fills;
using Pipeline.Trading.Orders;
using Pipeline.Venues;

namespace Pipeline.Reconciliation.Fills;

/// <summary>
/// Asks the venue about the orders of fill policies. What has filled: before a policy decides by it that too little has. What became of a
/// cancel: when no report has told, when the venue has refused, and, before another order takes an order's place, always. A report that an
/// order is canceled may be ahead of its fills; so a replacement is let go only when the venue shows the order as over, with exactly the
/// fills that are booked.
/// </summary>
internal sealed class Remainders(IStore store, IVenueReports venue, ReconciliationOptions options, Hindrances hindrances, TimeProvider clock)
{
    /// <summary>How often the venue is asked to cancel before it is for a person.</summary>
    private const int MostCancels = 3;

    private const int LargestBatch = 200;

    /// <summary>How long the venue has for a cancel that it is asked for again.</summary>
    private static readonly TimeSpan AfterCancel = TimeSpan.FromSeconds(10);

    private readonly KnownOrderQuestion question = new(venue, options.CallTimeout, clock);

    /// <summary>Asks about every order whose time has come. Returns what has to be told.</summary>
    public async Task<IReadOnlyList<FollowUp>> AskDueAsync(CancellationToken cancellationToken)
    {
        var followUps = new List<FollowUp>();
        var due = store.Read(session => RestorationTable.IsImporting(session) ? [] : FillPolicyTable.DueQuestions(session, clock.GetUtcNow(), LargestBatch));
        foreach (var row in due)
        {
            Failpoints.Hit(Failpoint.Resolver, Failpoint.Received);
            var (order, first) = store.Read(session => LineOf(session, row.ClOrdId));
            var answers = venue.LeftAlone > TimeSpan.Zero
                ? Answers.NotAsked(order, venue.LeftAlone)
                : await question.AskAsync(order, first.ReceivedAt, cancellationToken).ConfigureAwait(false);
            followUps.AddRange(await store.WriteAsync(Turn.OfOrder(row.ClOrdId), session => Record(session, row, answers, clock.GetUtcNow()), cancellationToken).ConfigureAwait(false));
            Failpoints.Hit(Failpoint.Resolver, Failpoint.Recorded);
        }

        return followUps;
    }

    // What any order of the line has filled counts, so executions are asked for since the line's first order.
    private static (Order Order, Order First) LineOf(StoreSession session, string clOrdId)
    {
        var order = OrderTable.Find(session, clOrdId) ?? throw new UnknownOrderException(clOrdId);
        return (order, order.IsReplacement ? OrderTable.Find(session, order.LineClOrdId) ?? throw new UnknownOrderException(order.LineClOrdId) : order);
    }

    private IReadOnlyList<FollowUp> Record(StoreSession session, FillPolicyRow asked, Answers answers, DateTimeOffset now)
    {
        if (FillPolicyTable.Find(session, asked.ClOrdId) is not { NextActAt: not null } row || row.Act != asked.Act)
        {
            return [];
        }

        var asOfYet = OrderTable.Find(session, row.ClOrdId)!;
        WireLog.Record(session, asOfYet, Stages.Reconciliation, null, OrderTable.AdapterOf(session, asOfYet.ClOrdId) ?? venue.Venue, answers.Exchanges, now);
        IReadOnlyList<FollowUp> booked = [.. FoundOrders.BookLine(session, asOfYet, answers, now), .. FoundOrders.Book(session, venue, asOfYet, answers, now)];
        var order = OrderTable.Find(session, row.ClOrdId)!;
        row = FillPolicyTable.Find(session, row.ClOrdId)!;
        return row.NextActAt is null ? booked : [.. booked, .. order.OrdStatus.IsTerminal() ? Over(session, row, order, answers, now) : StillOpen(session, row, order, answers, now)];
    }

    private IReadOnlyList<FollowUp> Over(StoreSession session, FillPolicyRow row, Order order, Answers answers, DateTimeOffset now)
    {
        if (row.Act != FillPolicyAct.Replace || LineTable.ReplacementOf(session, order) is not { OrdStatus: OrdStatus.Held } replacement)
        {
            FillPolicyTable.End(session, order.ClOrdId);
            return [];
        }

        if (AreFillsBooked(order, answers, out var found) && found.OrdStatus.IsTerminal())
        {
            JournalTable.Append(
                session, order, Stages.Reconciliation, JournalKinds.FillsConfirmed, now, new { found, executions = answers.Executions.Count, replaced_by = replacement.ClOrdId });
            return Replacement.Release(session, order, replacement, now);
        }

        return AskAgain(session, row, order, answers, now);
    }

    // Refused, or taken without effect, and open at the venue all the same: it is asked to cancel again, a few times.
    private IReadOnlyList<FollowUp> StillOpen(StoreSession session, FillPolicyRow row, Order order, Answers answers, DateTimeOffset now)
    {
        if (row.Act == FillPolicyAct.Check)
        {
            return AreFillsBooked(order, answers, out _) ? PolicyDeadline.ActOnChecked(session, row, order, now) : AskAgain(session, row, order, answers, now);
        }

        var cancel = CancelTable.Find(session, order.ClOrdId);
        if (cancel is not { Outcome: not null, NextAttemptAt: null } || answers.Found is not { } found
            || found.OrdStatus.IsTerminal() || found.OrdStatus == OrdStatus.PendingCancel)
        {
            // Somebody else asks, the venue has not answered, or it is at it.
            return AskAgain(session, row, order, answers, now);
        }

        // What could not be sent again is not asked for again either. A person who has asked meanwhile wants the cancel itself.
        var isToReplace = row.Act == FillPolicyAct.Replace && cancel.By.StartsWith(CancelTable.Policy, StringComparison.Ordinal);
        if (row.Repeats >= MostCancels - 1 || (isToReplace && now >= order.ValidUntil))
        {
            return GiveUp(session, order, cancel, now);
        }

        if (isToReplace && hindrances.Of(session, order, PolicyDeadline.FirstPriceOf(session, order), now) is { } hindrance)
        {
            FillPolicyTable.SetNext(session, order.ClOrdId, now + hindrance.LookAgain, now);
            return [];
        }

        FillPolicyTable.Repeat(session, order.ClOrdId, now + AfterCancel, now);
        return PolicyCancels.Ask(session, order, cancel.By, $"{cancel.Outcome} before, and the order is {Columns.Word(found.OrdStatus)}", now) is { } asked ? [asked] : [];
    }

    private static bool AreFillsBooked(Order order, Answers answers, [NotNullWhen(true)] out VenueOrder? found)
    {
        found = answers.Found;
        return answers.HasExecutions && found?.CumQty == order.CumQty;
    }

    private static IReadOnlyList<FollowUp> GiveUp(StoreSession session, Order order, Cancel cancel, DateTimeOffset now)
    {
        FillPolicyTable.SetAct(session, order.ClOrdId, FillPolicyAct.Done, now, null);
        PolicyDeadline.Note(session, order, "give_up", new { asked = cancel.Attempt, cancel.Outcome }, now);
        JournalTable.RaiseAlert(
            session, Alert.RemainderStuck, order.ClOrdId, Stages.Reconciliation, now, order, new { cancel.Attempt, cancel.Outcome, left = order.LeavesQty });
        return LineTable.ReplacementOf(session, order) is { OrdStatus: OrdStatus.Held } replacement
            ? Replacement.End(session, replacement, Line.ParentNotCanceled, $"replaces={order.ClOrdId}, asked={cancel.Attempt}, cancel={cancel.Outcome}", now)
            : [];
    }

    private IReadOnlyList<FollowUp> AskAgain(StoreSession session, FillPolicyRow row, Order order, Answers answers, DateTimeOffset now)
    {
        if (row.Alerted == 0 && now - row.ActedAt >= options.RemainderPageAfter)
        {
            FillPolicyTable.SetAlerted(session, order.ClOrdId);
            JournalTable.RaiseAlert(
                session, Alert.RemainderStuck, order.ClOrdId, Stages.Reconciliation, now, order,
                new { row.Act, row.ActedAt, order.OrdStatus, order.CumQty, evidence = answers.Evidence, checks = row.Checks + 1 });
        }

        var pause = TimeSpan.FromTicks(Math.Min(FillPolicyTable.LongestPause.Ticks, options.ResolveInterval.Ticks << Math.Min(row.Checks, 5)));
        pause = answers.RetryAfter is { } wanted && wanted > pause ? wanted : pause;
        FillPolicyTable.AskAgain(session, order.ClOrdId, now + (pause < FillPolicyTable.LongestPause ? pause : FillPolicyTable.LongestPause), now);
        return [];
    }
}
