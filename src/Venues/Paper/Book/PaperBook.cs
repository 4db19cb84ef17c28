namespace Pipeline.Venues.Paper;

/// <summary>What the paper venue's book says, for tests and scripts. Reading it does not move the book on.</summary>
public sealed class PaperBook : IDisposable
{
    private readonly BookDatabase _database;
    private readonly bool _owned;

    /// <summary>Opens the book of a venue that runs elsewhere, or no longer.</summary>
    public PaperBook(string path)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no paper book at {path}.", path);
        }

        _database = new BookDatabase(path, TimeSpan.FromSeconds(5));
        _owned = true;
    }

    internal PaperBook(BookDatabase database) => _database = database;

    /// <summary>All orders the venue knows, open, closed and rejected, in order of arrival.</summary>
    public IReadOnlyList<VenueOrder> Orders() =>
        _database.InTransaction(tables => tables.Orders().Select(order => order.ToVenueOrder()).ToList());

    /// <summary>Every submit call that reached the book, oldest first.</summary>
    public IReadOnlyList<PaperCall> Calls() => _database.InTransaction(tables => tables.Calls().ToList());

    /// <summary>How often each ClOrdId was submitted.</summary>
    public IReadOnlyDictionary<string, int> CallsByClOrdId() =>
        Calls().GroupBy(call => call.ClOrdId).ToDictionary(calls => calls.Key, calls => calls.Count());

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_owned)
        {
            _database.Dispose();
        }
    }
}

/// <summary>One submit call.</summary>
/// <param name="At">When it was made, UTC.</param>
/// <param name="ClOrdId">The order it carried.</param>
/// <param name="Outcome"><c>ACKNOWLEDGED</c>, or the code of the refusal.</param>
public sealed record PaperCall(DateTimeOffset At, string ClOrdId, string Outcome);
