using System.Security.Cryptography;
using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Kit;

/// <summary>
/// The reports between the venue and the ledger, in the order in which they became known. One is kept until a watermark covers
/// it. After the stream was away, what it says is held back until a look at the lists has told what it missed, or has failed.
/// </summary>
/// <param name="overlap">How much older than the newest known event a new one may be.</param>
/// <param name="redact">Takes out of reports what must be in no record (<see cref="IVenueManners.Redact"/>).</param>
public sealed class ReportBuffer(TimeSpan overlap, Func<string, string> redact)
{
    private const int LargestPage = 1000;

    // Tells this buffer's watermarks from those of every other: two that count in the same name would take each other's reports for booked.
    private readonly long run = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long))) & long.MaxValue;
    private readonly Lock gate = new();
    private readonly List<Entry> entries = [];
    private readonly List<VenueNews> held = [];
    private readonly Dictionary<string, DateTimeOffset> known = [];

    private string? basis;
    private bool isUsed;
    private long lastSeq;
    private long covered;
    private Look looked = new(null, null);
    private long looksNeeded = 1;
    private long looksDone;
    private long distrusted = 1;
    private TaskCompletionSource news = new();

    /// <summary>Whether the lists must be looked at before anything can be relied on, or since something was not understood.</summary>
    public bool NeedsLook
    {
        get
        {
            lock (gate)
            {
                return looksDone < looksNeeded;
            }
        }
    }

    /// <summary>Whether nothing that the stream tells counts before the next look.</summary>
    public bool IsDistrusted
    {
        get
        {
            lock (gate)
            {
                return looksDone < distrusted;
            }
        }
    }

    public bool HasReports
    {
        get
        {
            lock (gate)
            {
                return entries.Count > 0;
            }
        }
    }

    /// <summary>
    /// Completes when there is a report, or when a look comes to be needed. That one is needed already is no news: when it may
    /// be taken is a matter of time, and who waits for it must not go round and round meanwhile.
    /// </summary>
    public Task News
    {
        get
        {
            lock (gate)
            {
                return entries.Count > 0 ? Task.CompletedTask : news.Task;
            }
        }
    }

    /// <summary>
    /// Goes on from a watermark: forgets what it covers. One that this run has not counted, of an earlier run or of another
    /// process, starts over from the time it states.
    /// </summary>
    /// <exception cref="FormatException">The text is no watermark of this adapter.</exception>
    public void GoOnFrom(string? watermark)
    {
        lock (gate)
        {
            if (isUsed && watermark == basis)
            {
                return;
            }

            var parsed = watermark is null ? null : ReportWatermark.Parse(watermark);
            if (isUsed && parsed is not null && parsed.Run == run && parsed.Seq >= covered && parsed.Seq <= lastSeq)
            {
                entries.RemoveRange(0, entries.TakeWhile(entry => entry.Seq <= parsed.Seq).Count());
                covered = parsed.Seq;
            }
            else
            {
                entries.Clear();
                covered = lastSeq;
                held.Clear();
                known.Clear();
                looked = new Look(parsed?.Since, parsed?.OldestOpen);
                distrusted = ++looksNeeded;
            }

            basis = watermark;
            isUsed = true;
        }
    }

    /// <summary>The reports after the watermark that was last gone on from, and theirs; it itself when there are none.</summary>
    public ReportPage Page()
    {
        lock (gate)
        {
            var page = entries.Take(LargestPage).ToList();
            return page.Count == 0
                ? new ReportPage([], basis)
                : new ReportPage([.. page.Select(entry => entry.News.ReportWithout(redact)).OfType<ExecutionReport>()], WatermarkOf(page[^1]).ToString())
                {
                    Fees = [.. page.Select(entry => entry.News.Fee).OfType<FeeReport>()],
                };
        }
    }

    /// <summary>Takes in what the stream tells.</summary>
    public void Hear(VenueNews item)
    {
        TaskCompletionSource? told = null;
        lock (gate)
        {
            if (looksDone < distrusted)
            {
                held.Add(item);
            }
            else if (Append(item))
            {
                told = Awaken();
            }
        }

        told?.TrySetResult();
    }

    /// <summary>The stream was lost or has just come up: nothing it tells counts before the next look.</summary>
    public void Distrust() => Need(distrust: true);

    /// <summary>Something was not understood: the lists will tell it. What the stream tells goes on counting.</summary>
    public void RequestLook() => Need(distrust: false);

    /// <summary>Begins a look: from where, and a ticket to hand in with its result.</summary>
    public (Look From, long Ticket) BeginLook()
    {
        lock (gate)
        {
            return (looked, looksNeeded);
        }
    }

    /// <summary>Takes in the result of a look. One that began before this buffer started over is worthless.</summary>
    /// <param name="from">What the look began with.</param>
    /// <param name="ticket">Its ticket.</param>
    /// <param name="found">What it found, oldest first.</param>
    /// <param name="next">Where the next one begins.</param>
    public void EndLook(Look from, long ticket, IReadOnlyList<VenueNews> found, Look next)
    {
        TaskCompletionSource? told = null;
        lock (gate)
        {
            if (from != looked)
            {
                return;
            }

            // Only the last of them makes the look's own progress the watermark's: a page may end in the middle.
            var appended = found.Count(Append);
            looked = next;
            if (appended > 0)
            {
                entries[^1] = entries[^1] with { Looked = next };
            }

            looksDone = Math.Max(looksDone, ticket);
            Forget();
            if (looksDone >= distrusted)
            {
                appended += held.Count(Append);
                held.Clear();
            }

            told = appended > 0 ? Awaken() : null;
        }

        told?.TrySetResult();
    }

    /// <summary>
    /// A look failed: it is needed as before, but what the stream tells is booked meanwhile. Watermarks say where the lists are sure, so
    /// that nothing is lost by it; only the order in which things are told is.
    /// </summary>
    public void FailLook()
    {
        TaskCompletionSource? told = null;
        lock (gate)
        {
            distrusted = looksDone;
            var appended = held.Count(Append);
            held.Clear();
            told = appended > 0 ? Awaken() : null;
        }

        told?.TrySetResult();
    }

    private ReportWatermark WatermarkOf(Entry entry) => new(entry.Looked.Since, entry.Looked.OldestOpen, run, entry.Seq);

    private void Need(bool distrust)
    {
        TaskCompletionSource told;
        lock (gate)
        {
            looksNeeded++;
            if (distrust)
            {
                distrusted = looksNeeded;
            }

            told = Awaken();
        }

        told.TrySetResult();
    }

    private bool Append(VenueNews item)
    {
        if (!known.TryAdd(item.Key, item.At))
        {
            return false;
        }

        entries.Add(new Entry(++lastSeq, item, looked));
        return true;
    }

    // What is older than the next look's beginning will not come up in it again.
    private void Forget()
    {
        if (looked.Since is { } since)
        {
            foreach (var key in known.Where(entry => entry.Value < since - overlap).Select(entry => entry.Key).ToList())
            {
                known.Remove(key);
            }
        }
    }

    // Whoever waits is told outside the lock: what follows may run at once, on this thread.
    private TaskCompletionSource Awaken()
    {
        var told = news;
        news = new TaskCompletionSource();
        return told;
    }

    private sealed record Entry(long Seq, VenueNews News, Look Looked);
}

/// <summary>Where a look at the lists begins.</summary>
/// <param name="Since">The newest event that all looks before have made sure of; null before the first.</param>
/// <param name="OldestOpen">When the oldest order was placed that was open then.</param>
public sealed record Look(DateTimeOffset? Since, DateTimeOffset? OldestOpen)
{
    /// <summary>The orders that were open then, by the venue's id, and when each was placed; null where nobody has looked since the start, or the adapter does not keep them.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset>? Open { get; init; }
}
