using Pipeline.Messages.Capabilities;
using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Binance;

/// <summary>Reads a symbol's order types and filters (enums.md, filters.md). A bound of 0 is none. Filters over averages of prices and numbers of orders stay Binance's to judge.</summary>
internal static class InstrumentReader
{
    public static InstrumentRules Of(string symbol, SymbolDocument listed, DateTimeOffset at)
    {
        var filters = (listed.Filters ?? throw new FormatException("filters is missing")).Where(filter => filter.FilterType is not null).ToLookup(filter => filter.FilterType!);
        var price = filters["PRICE_FILTER"].FirstOrDefault();
        var lot = filters["LOT_SIZE"].FirstOrDefault();
        var market = filters["MARKET_LOT_SIZE"].FirstOrDefault();
        var notional = filters["NOTIONAL"].FirstOrDefault() ?? filters["MIN_NOTIONAL"].FirstOrDefault();
        return new InstrumentRules(symbol, at)
        {
            TickSize = Bound(price?.TickSize),
            MinPrice = Bound(price?.MinPrice),
            MaxPrice = Bound(price?.MaxPrice),
            LotSize = Bound(lot?.StepSize),
            MinQty = Bound(lot?.MinQty),
            MaxQty = Bound(lot?.MaxQty),
            MaxMarketQty = Bound(market?.MaxQty),
            MinNotional = Bound(notional?.MinNotional),
            MaxNotional = Bound(notional?.MaxNotional),
            OrderTypes = listed.OrderTypes is { } words ? [.. Enum.GetValues<OrdType>().Where(type => words.Contains(BinanceWords.Of(type)))] : null,
        };
    }

    private static decimal? Bound(decimal? value) => value is null or 0 ? null : value;
}
