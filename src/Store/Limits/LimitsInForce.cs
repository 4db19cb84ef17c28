using Pipeline.Trading.Limits;

namespace Pipeline.Store.Limits;

/// <summary>The limits in force in this process. A changed file is put in force when it is looked at, whole or not at all.</summary>
public sealed class LimitsInForce
{
    private readonly LimitsSource? source;
    private readonly IStore? store;
    private volatile LimitBook book;
    private string? broken;

    /// <summary>Limits that never change.</summary>
    public LimitsInForce(LimitBook book) => this.book = book;

    /// <param name="book">What the source had at the start.</param>
    /// <param name="source">What is looked at.</param>
    /// <param name="store">Where changes are recorded.</param>
    public LimitsInForce(LimitBook book, LimitsSource source, IStore store)
        : this(book) => (this.source, this.store) = (source, store);

    public LimitBook Book => book;

    /// <summary>Looks at the source: a change is recorded, then in force; a file that can't be taken leaves everything as it is and is told once.</summary>
    /// <exception cref="StoreUnavailableException">The change could not be recorded; the next look does it.</exception>
    public async Task LookAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (source is null)
        {
            return;
        }

        var look = source.Look();
        if ((look.Hash == book.Hash && broken is null) || look.Hash == broken)
        {
            return;
        }

        if (look.Book is not { } next)
        {
            await store!.WriteAsync(session => LimitsChange.RecordBroken(session, look.Hash, source.File, look.Faults, now), cancellationToken).ConfigureAwait(false);
            broken = look.Hash;
            return;
        }

        await store!.WriteAsync(session => LimitsChange.Record(session, next, look.Document, source.Defaults, now), cancellationToken).ConfigureAwait(false);
        (book, broken) = (next, null);
    }
}
