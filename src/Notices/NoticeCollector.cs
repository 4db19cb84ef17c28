using Microsoft.Extensions.Logging;
using Pipeline.Store;
using Pipeline.Store.Failpoints;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Notices;

namespace Pipeline.Notices;

/// <summary>
/// Makes notices from what the journal has since the last look. Notices and the cursor are written in one step, so an entry is told of
/// once however often a process dies. Nobody who records an order writes anything for it.
/// </summary>
public sealed class NoticeCollector(IStore store, NoticesOptions options, TimeProvider machine, ILogger<NoticeCollector> logger)
{
    private const int EntriesAtATime = 2000;

    /// <summary>Looks at some more of the journal.</summary>
    /// <returns>Whether there may be more.</returns>
    public async Task<bool> CollectAsync(CancellationToken cancellationToken)
    {
        var cursor = store.Read(NoticeTable.Cursor);
        if (cursor is null)
        {
            // What happened before somebody wanted to be told is no news.
            await store.WriteAsync(Turn.Of("notices"), session => NoticeTable.TryMoveCursor(session, null, JournalTable.End(session)), cancellationToken).ConfigureAwait(false);
            return true;
        }

        var end = store.Read(JournalTable.End);
        var (told, upTo) = store.Read(session => Look(session, cursor.Value, end));
        if (upTo == cursor)
        {
            return false;
        }

        var notices = told.Where(IsToldOf).Select(notice => (Notice: notice, Body: NoticeBody.Of(notice, options))).ToList();
        if (notices.Count > 0)
        {
            Failpoints.Hit(Stages.Notices, Failpoint.Received);
        }

        await store.WriteAsync(
            Turn.Of("notices"),
            session =>
            {
                if (NoticeTable.TryMoveCursor(session, cursor, upTo))
                {
                    notices.ForEach(made => NoticeTable.Insert(session, made.Notice, options.Hook, made.Body, machine.GetUtcNow()));
                }
            },
            cancellationToken).ConfigureAwait(false);
        if (notices.Count > 0)
        {
            Failpoints.Hit(Stages.Notices, Failpoint.Recorded);
        }

        return true;
    }

    private static (IReadOnlyList<Notice> Told, long UpTo) Look(StoreSession session, long cursor, long end)
    {
        var (entries, upTo) = NoticeTable.Next(session, cursor, end, EntriesAtATime);
        return ([.. entries.Select(Notice.Of).OfType<Notice>().Where(notice => !notice.Repeats(() => NoticeTable.Before(session, notice)))], upTo);
    }

    private bool IsToldOf(Notice notice)
    {
        var isId = Notice.IsId(notice.Subject);
        if (!isId)
        {
            logger.LogError("Journal entry {Seq} is about something whose name is no id of ours, so nobody is told of it ({Kind})", notice.Seq, notice.Kind);
        }

        return isId;
    }
}
