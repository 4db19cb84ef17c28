using Pipeline.Messages.Fix;
using Pipeline.Store;
using Pipeline.Store.Tables;

namespace Pipeline.Operator;

/// <summary>What is known of halts and bands, as people are shown it.</summary>
/// <param name="Markets">Whether markets trade, as each source says.</param>
/// <param name="Symbols">Whether symbols trade, as each source says.</param>
/// <param name="Bands">Between which prices symbols may trade.</param>
public sealed record MarketStatusView(IReadOnlyList<MarketView> Markets, IReadOnlyList<SymbolView> Symbols, IReadOnlyList<BandView> Bands)
{
    public static MarketStatusView Of(StoreSession session, string venue, DateTimeOffset now)
    {
        decimal Age(DateTimeOffset at) => Math.Round((decimal)(now - at).TotalSeconds, 3);
        return new MarketStatusView(
            [.. MarketStatusTable.All(session).Select(said => new MarketView(said.Status.Market, said.Source, said.Status.Status, said.Status.Until, said.Status.Text, said.Status.At, Age(said.Status.At)))],
            [.. SecurityStatusTable.All(session, venue).Select(said => new SymbolView(said.Status.Symbol, said.Source, said.Status.Status, said.Status.Text, said.Status.At, Age(said.Status.At)))],
            [.. PriceBandTable.All(session, venue).Select(known => new BandView(
                known.Band.Symbol, known.Band.LowLimitPrice, known.Band.HighLimitPrice, known.LimitState?.Side, known.LimitState?.Since, known.Band.Until, known.Band.At, Age(known.Band.At)))]);
    }
}

/// <summary>Whether a market trades.</summary>
public sealed record MarketView(string Market, StatusSource Source, TradSesStatus Status, DateTimeOffset? Until, string Text, DateTimeOffset At, decimal AgeSeconds);

/// <summary>Whether a symbol trades.</summary>
public sealed record SymbolView(string Symbol, StatusSource Source, SecurityTradingStatus Status, string Text, DateTimeOffset At, decimal AgeSeconds);

/// <summary>Between which prices a symbol may trade, and its limit state.</summary>
public sealed record BandView(string Symbol, decimal LowLimitPrice, decimal HighLimitPrice, Side? LimitSide, DateTimeOffset? LimitSince, DateTimeOffset? Until, DateTimeOffset At, decimal AgeSeconds);
