using Pipeline.Trading.Sessions;
using Pipeline.Venues.Paper;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>How the simulated venue is set up. What it does wrong is a <see cref="VenueScript"/>'s matter.</summary>
public sealed record SimulatorOptions
{
    /// <summary>Cash of the account at the start, in USD. Default 10,000,000.</summary>
    public decimal StartingCash { get; init; } = 10_000_000;

    /// <summary>Seed of the quotes, of the ids and of every chance a behaviour takes. Default 1.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>The market; null (default) walks at random by <see cref="Seed"/>. A quote by script or act takes its place.</summary>
    public IQuoteSource? Quotes { get; init; }

    /// <summary>When symbols trade. Default the NYSE's hours, and pairs around the clock.</summary>
    public SessionCalendars Calendars { get; init; } = SessionCalendars.Default;

    /// <summary>Whose API it speaks. Default Alpaca's.</summary>
    public VenueDialect Dialect { get; init; }

    /// <summary>The key that calls must bear (<c>APCA-API-KEY-ID</c>, <c>X-MBX-APIKEY</c>); null (default) asks for no credentials.</summary>
    public string? KeyId { get; init; }

    /// <summary>Its secret, when <see cref="KeyId"/> is set: Alpaca's is sent along, Binance's signs (HMAC-SHA256).</summary>
    public string? SecretKey { get; init; }

    /// <summary>
    /// What may be used a minute before it answers 429: at Alpaca calls, without those for market data, at Binance weight. 0 is no limit. Null
    /// (default) is the venue's own: 200, or 6,000.
    /// </summary>
    public int? RateLimitPerMinute { get; init; }

    /// <summary>How long an event takes to the stream. 0 delivers it before the answer to the call that caused it. Default 10 ms.</summary>
    public TimeSpan StreamLatency { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Whether what is not held may be sold. Default true, as in a margin account.</summary>
    public bool Shorting { get; init; } = true;

    /// <summary>Shares that are not traded as others are, by symbol (Alpaca's dialect). Default none.</summary>
    public IReadOnlyDictionary<string, AssetRules> Assets { get; init; } = new Dictionary<string, AssetRules>();

    /// <summary>Whether the stream's frames are binary, as at Alpaca's paper venue; the bytes are the same JSON. Default true.</summary>
    public bool BinaryFrames { get; init; } = true;
}
