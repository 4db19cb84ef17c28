using NodaTime;
using Pipeline.Messages.Fix;

namespace Pipeline.Trading.Sessions;

/// <summary>
/// What a venue makes of a market's hours: which times in force it takes, until when it takes an order for the closing auction, and what it
/// keeps for later while the market is closed.
/// </summary>
public sealed record VenueHours
{
    private static readonly LocalTime AlpacaTakesAuctionsAgain = new(19, 0);

    // From here on a trading day takes them itself.
    private static readonly LocalTime AlpacasDayBegins = new(4, 0);

    private static readonly VenueHours Paper = new() { Takes = [TimeInForce.Day, TimeInForce.Gtc, TimeInForce.Ioc, TimeInForce.Fok] };

    // enums.md, Time in force; its pairs trade without a pause.
    private static readonly VenueHours Binance = new() { Takes = [TimeInForce.Gtc, TimeInForce.Ioc, TimeInForce.Fok] };

    // https://docs.alpaca.markets/docs/orders-at-alpaca: on-open orders are refused from 09:28 to 19:00 and on-close orders from 15:50 to 19:00,
    // later ones are kept for the next trading day; so are day orders that come after the close. It says nothing of days without trading: there
    // auction orders are given to it at night alone, and wait in the daytime.
    private static readonly VenueHours Alpaca = new()
    {
        Takes = Enum.GetValues<TimeInForce>(),
        ClosingCutoff = TimeSpan.FromMinutes(10),
        Keeps = (timeInForce, local) => timeInForce switch
        {
            TimeInForce.Day or TimeInForce.Gtc => true,
            TimeInForce.Opg or TimeInForce.Cls => local >= AlpacaTakesAuctionsAgain || local < AlpacasDayBegins,
            _ => false,
        },
    };

    private VenueHours()
    {
    }

    /// <summary>The times in force it takes; an order with another one is denied.</summary>
    public required IReadOnlyCollection<TimeInForce> Takes { get; init; }

    /// <summary>How long before the close it takes the last order for the closing auction, where that is earlier than the market's own cut-off.</summary>
    public TimeSpan ClosingCutoff { get; private init; }

    /// <summary>Whether it keeps an order for the next session when it comes at this time of the market's clock while the market is closed.</summary>
    public Func<TimeInForce, LocalTime, bool> Keeps { get; private init; } = (_, _) => false;

    /// <summary>The hours of a venue: <c>paper</c>, <c>alpaca</c> or <c>binance</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such venue.</exception>
    public static VenueHours Of(string venue) => venue switch
    {
        "paper" => Paper,
        "alpaca" => Alpaca,
        "binance" => Binance,
        _ => throw new ArgumentOutOfRangeException(nameof(venue), venue, "Its hours are not known"),
    };
}
