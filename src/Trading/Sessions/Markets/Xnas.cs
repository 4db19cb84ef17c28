using NodaTime;

namespace Pipeline.Trading.Sessions.Markets;

/// <summary>
/// The Nasdaq Stock Market, 2000 to 2035. It keeps the hours, holidays and early closes of the New York Stock Exchange and was closed with
/// it each time; what the systems of the New York Stock Exchange did to its own hours on three days did not concern it. Its opening cross
/// takes orders until 09:28, its closing cross until five minutes before the close (Nasdaq Rules 4752 and 4754).
/// </summary>
public static class Xnas
{
    /// <summary>The definition of the market.</summary>
    public static MarketDefinition Definition { get; } = Xnys.Definition with
    {
        Market = "XNAS",
        Extended = Xnys.Extended(closingCutoff: TimeSpan.FromMinutes(5)),
        OneOffHours = Xnys.Definition.OneOffHours.RemoveRange(
            [new LocalDate(2001, 6, 8), new LocalDate(2005, 6, 1), new LocalDate(2009, 7, 2)]),
    };
}
