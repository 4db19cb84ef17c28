namespace Pipeline.Venues.Paper;

/// <summary>How a paper venue is set up.</summary>
public sealed record PaperVenueOptions
{
    /// <summary>The path that keeps the book in memory, for as long as the venue lives.</summary>
    public const string InMemory = ":memory:";

    /// <summary>The book's SQLite file, or <see cref="InMemory"/>.</summary>
    public required string Database { get; init; }

    /// <summary>The one account the venue keeps.</summary>
    public string Account { get; init; } = "paper";

    /// <summary>What the account starts with, in USD. Only a new book asks.</summary>
    public decimal StartingCash { get; init; } = 10_000_000m;

    /// <summary>What the venue takes of each trade, in basis points of what the account receives.</summary>
    public decimal CommissionBps { get; init; }

    /// <summary>How long after a send a not-found proves nothing.</summary>
    public TimeSpan SettleWindow { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest that waiting for reports takes.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long a call waits while another process has the book.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
