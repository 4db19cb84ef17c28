using Pipeline.Store.Tables;
using Pipeline.Trading.Halts;

namespace Pipeline.Store.Steps;

/// <summary>
/// Cancels what is open in the scope of a halt, some orders a step, each with its line as by an operator's cancel. How far it has come is
/// kept with the halt, so that another process goes on where one has died.
/// </summary>
public static class HaltCancels
{
    private const int Batch = 100;

    /// <summary>Whether there is something to cancel, and it is known what: in a restored store the venue's orders come first.</summary>
    public static bool AreDue(StoreSession session) => HaltTable.Canceling(session) is not null && !RestorationTable.IsImporting(session);

    /// <summary>Cancels the next orders of the oldest halt that has any.</summary>
    /// <returns>What has to be told.</returns>
    public static IReadOnlyList<FollowUp> Act(StoreSession session, string stage, DateTimeOffset now)
    {
        if (!AreDue(session) || HaltTable.Canceling(session) is not { } pending)
        {
            return [];
        }

        var halt = pending.Halt;
        var orders = OrderTable.OpenIn(session, halt.Scope, pending.After, Batch);
        var actor = new Actor(halt.By, Shortened($"halt of {halt.Scope}: {halt.Why}"));
        var done = orders.Select(order => LineCancel.Act(session, order.Order, actor, stage, now)).OfType<ActResult.Done>().ToList();
        var cancels = pending.Cancels + done.Count;
        HaltTable.SetCancels(session, halt.Scope, orders.Count < Batch ? null : orders[^1].Seq, cancels);
        if (orders.Count < Batch)
        {
            JournalTable.Append(session, new JournalEntry(
                0, now, JournalKinds.HaltCanceled, null, null, stage, null, Columns.Json(new { halt.Scope, halt.By, halt.At, cancels })));
        }

        return [.. done.SelectMany(each => each.FollowUps)];
    }

    private static string Shortened(string why) => why.Length <= Actor.LongestWhy ? why : why[..Actor.LongestWhy];
}
