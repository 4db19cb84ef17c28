using Pipeline.Messages.Fix;

namespace Pipeline.Venues;

/// <summary>What a venue tells of halts and price bands.</summary>
/// <param name="Symbols">Whether symbols trade.</param>
/// <param name="Bands">Between which prices.</param>
/// <param name="Markets">Whether whole markets trade.</param>
public sealed record MarketNews(IReadOnlyList<SecurityStatus> Symbols, IReadOnlyList<PriceBand> Bands, IReadOnlyList<MarketStatus> Markets)
{
    public static MarketNews None { get; } = new([], [], []);
}
