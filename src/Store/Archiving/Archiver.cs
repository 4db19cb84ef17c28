using Pipeline.Store.Audit;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;

namespace Pipeline.Store.Archiving;

/// <summary>
/// Moves the stories of orders that are long over into a file, while the pipeline runs: some orders at a time are read from a snapshot, written, on disk, read back
/// and proven against the chain, and only then, in one short transaction that looks once more, taken out of the store. So whatever ends it loses nothing: what was
/// written and not taken out is a copy, and the next run moves it again.
/// </summary>
/// <param name="database">The store.</param>
/// <param name="clock">The pipeline's time.</param>
public sealed class Archiver(IStoreDatabase database, TimeProvider clock)
{
    private const int OrdersAtOnce = 500;

    private readonly Dictionary<string, long> kept = [];
    private readonly HoldTimes holds = new();
    private (long Looked, long Orders, long Records, long Batches, long Bytes) done;

    /// <summary>How far it has come.</summary>
    public ArchiveProgress Progress => new(done.Looked, done.Orders, done.Records, done.Batches, done.Bytes, holds.Within(0.5), holds.Within(0.99), holds.Longest, kept);

    /// <summary>Counts what would be moved and what would stay, and changes nothing.</summary>
    public ArchiveProgress Count(TimeSpan olderThan, CancellationToken cancellationToken)
    {
        var (now, after) = (clock.GetUtcNow(), 0L);
        while (Look(session => ArchivableOrders.After(session, after, now - olderThan, now, OrdersAtOnce)) is [.., var last] page)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Note(page);
            done.Orders += page.Count(order => order.Kept is null);
            after = last.Seq;
        }

        return Progress;
    }

    /// <summary>Moves all that may go.</summary>
    /// <param name="order">What, and who wants it.</param>
    /// <param name="written">Told of each batch when it is in the file and not yet taken out of the store.</param>
    /// <param name="moved">Told of each batch that was taken out of it.</param>
    /// <param name="cancellationToken">Ends it between two batches.</param>
    /// <exception cref="InvalidOperationException">The store was restored and is not done with it, or the file holds an archive of this store already.</exception>
    /// <exception cref="InvalidDataException">What was read back from the file is not what was sealed. Nothing of that batch was taken out.</exception>
    public async Task<ArchiveProgress> RunAsync(ArchiveOrder order, Action<ArchiveProgress>? written = null, Action<ArchiveProgress>? moved = null, CancellationToken cancellationToken = default)
    {
        ThrowIfRefused(Path.GetFileName(order.Path));
        using var file = new ArchiveFile(order.Path);
        var (now, after) = (clock.GetUtcNow(), 0L);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (page, stories) = Look(session => Read(session, after, now - order.OlderThan, now));
            if (page is not [.., var last])
            {
                return Progress;
            }

            if (stories is not null && !Move(file, order, stories, now, written))
            {
                continue;
            }

            Note(page);
            after = last.Seq;
            if (stories is not null)
            {
                moved?.Invoke(Progress);
                await Task.Delay(holds.Pause, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private (IReadOnlyList<OldOrder> Page, ArchiveStories? Stories) Read(StoreSession session, long after, DateTimeOffset before, DateTimeOffset now)
    {
        var page = ArchivableOrders.After(session, after, before, now, holds.Orders);
        var going = page.Where(order => order.Kept is null).ToList();
        return (page, going.Count == 0 ? null : ArchiveStories.Read(session, going));
    }

    // False when something has been said of one of the orders since they were read: they are looked at again.
    private bool Move(ArchiveFile file, ArchiveOrder order, ArchiveStories stories, DateTimeOffset now, Action<ArchiveProgress>? written)
    {
        var readBack = file.Write(stories.Rows);
        if (Look(session => stories.NotAsSealed(session, readBack)) is { } odd)
        {
            throw new InvalidDataException(
                $"record {odd} of the journal, as {file.Path} has it now, is not what was sealed: nothing of its batch was taken out of the store. `pipeline audit verify` says whether the record was changed");
        }

        written?.Invoke(Progress);
        var (isMoved, began) = (false, 0L);

        // It counts before the store gives it away: whether a commit has happened whose answer is lost nobody knows, and a copy too many does no harm.
        var at = file.Keep(stories.Rows.Length);
        database.Step(session =>
        {
            began = TimeProvider.System.GetTimestamp();
            isMoved = stories.IsAsRead(session) && ArchivableOrders.MayGo(session, stories.ClOrdIds, now - order.OlderThan, now);
            if (isMoved)
            {
                TakeOut(session, file, at, order, stories);
            }
        });
        holds.Note(TimeProvider.System.GetElapsedTime(began));
        if (!isMoved)
        {
            file.GiveUp(stories.Rows.Length);
        }
        else
        {
            done = (done.Looked, done.Orders + stories.ClOrdIds.Count, done.Records + stories.Records.Count, done.Batches + 1, file.End);
        }

        return isMoved;
    }

    private void TakeOut(StoreSession session, ArchiveFile file, long at, ArchiveOrder order, ArchiveStories stories)
    {
        var batch = new ArchiveBatch
        {
            Number = ArchiveTable.NextNumber(session), FirstSeq = stories.Records[0], LastSeq = stories.Records[^1], File = file.Name, AtByte = at, Bytes = stories.Rows.Length,
            Records = ArchiveBatch.Pack(stories.Records), Entries = stories.Entries,
        };
        batch.Seq = JournalTable.Append(session, new JournalEntry(
            0, clock.GetUtcNow(), JournalKinds.OrdersArchived, null, null, Stages.Operator, null,
            Columns.Json(ArchiveRecord.Of(batch, ArchiveFile.HashOf(stories.Rows), stories.ClOrdIds.Count, order))));
        ArchiveTable.Insert(session, batch);
        if (ArchiveTable.TakeOut(session, stories.Records, stories.ClOrdIds, batch.Number) is var taken && taken != stories.Records.Count)
        {
            throw new InvalidOperationException($"{taken} records of {stories.Records.Count} were there to be taken out of the journal");
        }
    }

    private void ThrowIfRefused(string file) => Look(session =>
        RestorationTable.Active(session) is { } ? throw new InvalidOperationException("the store was restored from a backup and that state is not ended: what it has forgotten is still asked for (POST /v1/restored/end ends it)")
        : ArchiveTable.HasFile(session, file) ? throw new InvalidOperationException($"an archive of the name {file} has been made of this store already: each run makes a file of its own")
        : true);

    private void Note(IReadOnlyList<OldOrder> page)
    {
        done.Looked += page.Count;
        foreach (var why in page.Select(order => order.Kept).OfType<string>())
        {
            kept[why] = kept.GetValueOrDefault(why) + 1;
        }
    }

    private T Look<T>(Func<StoreSession, T> query) => database.Look(query);
}
