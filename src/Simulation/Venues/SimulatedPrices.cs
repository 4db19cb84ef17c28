using System.Text.Json;
using Pipeline.Messages.Fix;
using Pipeline.Simulation.VenueSimulator;
using Pipeline.Venues;

namespace Pipeline.Simulation.Venues;

/// <summary>The simulated venue's market, for the rules to measure an order against.</summary>
internal sealed class SimulatedPrices(SimulatedVenue venue) : IReferencePrices
{
    public Quote? Latest(string symbol, DateTimeOffset now)
    {
        var answer = venue.HandleAsync(
            new SimulatedRequest("GET", "/v2/stocks/quotes/latest", $"?symbols={Uri.EscapeDataString(symbol)}", default), CancellationToken.None);
        if (!answer.IsCompletedSuccessfully || answer.Result.Status != 200)
        {
            return null;
        }

        using var document = JsonDocument.Parse(answer.Result.Body);
        return document.RootElement.TryGetProperty("quotes", out var quotes) && quotes.TryGetProperty(symbol, out var quote)
            ? new Quote(
                symbol, quote.GetProperty("t").GetDateTimeOffset(), Price(quote, "bp"), quote.GetProperty("bs").GetDecimal(), Price(quote, "ap"),
                quote.GetProperty("as").GetDecimal())
            : null;
    }

    private static decimal? Price(JsonElement quote, string side) => quote.GetProperty(side).GetDecimal() is > 0 and var price ? price : null;
}
