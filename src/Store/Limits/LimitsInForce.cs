using Pipeline.Store.WatchedFiles;
using Pipeline.Trading.Limits;

namespace Pipeline.Store.Limits;

/// <summary>
/// The limits in force in this process. A changed file is recorded first and put in force then: nothing is judged by limits that the journal
/// does not know. A file that can't be taken leaves everything as it is and is told once.
/// </summary>
public sealed class LimitsInForce : IDisposable
{
    private readonly WatchedFile<LimitsLook>? watched;
    private volatile LimitBook book;

    /// <summary>Limits that never change.</summary>
    public LimitsInForce(LimitBook book) => this.book = book;

    /// <param name="book">What the source had at the start.</param>
    /// <param name="source">What is looked at.</param>
    /// <param name="store">Where changes are recorded.</param>
    /// <param name="clock">The time.</param>
    public LimitsInForce(LimitBook book, LimitsSource source, IStore store, TimeProvider clock)
        : this(book) => watched = new WatchedFile<LimitsLook>(
            () => source.Look() is var look ? new FileLook<LimitsLook>(look.Hash, look.Book is not null, look) : null,
            async (look, cancellationToken) =>
            {
                var next = look.Content;
                await store.WriteAsync(session => LimitsChange.Record(session, next.Book!, next.Document, source.Defaults, clock.GetUtcNow()), cancellationToken).ConfigureAwait(false);
                this.book = next.Book!;
            },
            (look, cancellationToken) => store.WriteAsync(
                session => LimitsChange.RecordBroken(session, look.Version, source.File, look.Content.Faults, clock.GetUtcNow()), cancellationToken),
            clock,
            book.Hash);

    public LimitBook Book => book;

    /// <summary>Looks at the file, and does what follows from what it says.</summary>
    /// <exception cref="StoreUnavailableException">A change could not be recorded; the next look does it.</exception>
    public Task LookAsync(CancellationToken cancellationToken) => watched?.LookAsync(cancellationToken) ?? Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => watched?.Dispose();
}
