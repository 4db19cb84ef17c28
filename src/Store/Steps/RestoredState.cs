using Pipeline.Messages.Orders;
using Pipeline.Store.Tables;

namespace Pipeline.Store.Steps;

/// <summary>Marks a store that came from a backup, before anything runs on it, and has everybody wait for the import.</summary>
public static class RestoredState
{
    /// <summary>
    /// What the venue did just before the newest entry may be missing too: the entry and the call it speaks of are not one, and the
    /// venue's clock and ours need not have agreed.
    /// </summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(1);

    /// <summary>More than a store writes between two backups.</summary>
    private const long LostSequences = 1_000_000_000;

    /// <summary>More than a store writes in a second. A later restore from the same backup passes over what the earlier one's store has written; 53 bits last for thousands of years.</summary>
    private const long ASecond = 10_000;

    private static readonly DateTimeOffset Beginning = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// Begins the restored state, unless an earlier start has begun it and its import is still to come. After that another start as
    /// restored is another restore, perhaps from a backup that was made in this state: everything is imported and asked anew.
    /// </summary>
    /// <param name="session">The step.</param>
    /// <param name="now">When.</param>
    /// <param name="actor">Who has restored it and why, as far as the command line says.</param>
    public static void Begin(StoreSession session, DateTimeOffset now, Actor? actor = null)
    {
        if (!RestorationTable.IsImporting(session))
        {
            // The newest entry's, not the latest: one that was dated by a clock which stood ahead for a moment tells nothing of when the backup was made.
            var since = (JournalTable.NewestTime(session) is { } newestAt && newestAt < now ? newestAt : now) - Overlap;

            // What stands, and not how far the numbers were given out: in PostgreSQL no rollback takes back what a start that failed here has skipped.
            var newest = JournalTable.NewestSeq(session);
            var goesOnAfter = GoesOnAfter(newest, now);
            RestorationTable.Begin(session, now, since, newest, goesOnAfter);
            JournalTable.GoOnAfter(session, goesOnAfter);

            // What was told since the backup was taken in by a store that is lost: this one's sagas have not heard it.
            FollowUpTable.Reopen(session, now);
            JournalTable.RaiseAlert(session, Alert.StoreRestored, "store", Stages.Operator, now, null, new { since, actor?.By, actor?.Why, lost_after = newest, goes_on_after = goesOnAfter });
        }
    }

    /// <summary>After which sequence a restored store's journal goes on.</summary>
    /// <param name="newest">The backup's newest entry.</param>
    /// <param name="now">When it is restored.</param>
    internal static long GoesOnAfter(long newest, DateTimeOffset now) => newest + LostSequences + (ASecond * Math.Max(0, (long)(now - Beginning).TotalSeconds));

    /// <summary>
    /// Whether a message is of a step that is in no store any more: a broker may still have some of the lost one. Where the order
    /// stands the venue has said since, and news from before would be taken for newer than everything this store knows; a call from before would
    /// have a stage decide what no check of this store has come to.
    /// </summary>
    public static bool IsOfLostStore(StoreSession session, OrderMessage message) => RestorationTable.IsLost(session, message.Seq);

    /// <summary>Those of several messages that tell of no lost store.</summary>
    public static IReadOnlyList<T> OfThisStore<T>(StoreSession session, IReadOnlyList<T> items, Func<T, OrderMessage> messageOf)
    {
        var lost = RestorationTable.LostSequences(session);
        return lost.Count == 0 ? items : [.. items.Where(item => !lost.Any(range => range.Contains(messageOf(item).Seq)))];
    }

    /// <summary>What a restored store has not imported can't be known: whoever would decide about an order waits.</summary>
    /// <exception cref="FactsUnavailableException">The import is still to come; the message waits.</exception>
    public static void MustBeImported(StoreSession session)
    {
        if (RestorationTable.IsImporting(session))
        {
            throw new FactsUnavailableException("The store was restored from a backup and the venue's orders since then are being imported");
        }
    }
}
