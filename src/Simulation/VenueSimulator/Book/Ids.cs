using Pipeline.Venues.Paper;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>Ids that look like the venue's and are the same in every run: random at Alpaca, counted by symbol at Binance, as its adapter makes them unique.</summary>
internal sealed class Ids(long seed, VenueDialect dialect = VenueDialect.Alpaca)
{
    public string Order(long seq, string symbol) => dialect == VenueDialect.Binance ? $"{BinanceSymbols.ToVenue(symbol)}-{seq}" : Make(1, unchecked((ulong)seq));

    public string Execution(long seq, string symbol) => dialect == VenueDialect.Binance ? $"{BinanceSymbols.ToVenue(symbol)}-T{seq}" : Make(2, unchecked((ulong)seq));

    public string Client(long seq) => Make(3, unchecked((ulong)seq));

    public string Report(long seq) => Make(4, unchecked((ulong)seq));

    public string Fee(long seq) => Make(6, unchecked((ulong)seq));

    public static string Asset(string symbol) => new Ids(0).Make(5, StableHash.Of(symbol));

    private string Make(ulong kind, ulong number)
    {
        var key = StableHash.Mix(unchecked((ulong)seed)) ^ StableHash.Mix(kind);
        var high = StableHash.Mix(key ^ number);
        return new Guid([.. BitConverter.GetBytes(high), .. BitConverter.GetBytes(StableHash.Mix(high ^ number))]).ToString();
    }
}
