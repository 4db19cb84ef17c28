using System.Collections.Concurrent;
using Pipeline.Messages.Fix;
using Pipeline.Venues;

namespace Pipeline.WebConsole.Tests;

/// <summary>Prices as they are quoted, but for symbols over which whoever asks breaks.</summary>
internal sealed class BreakablePrices(IReferencePrices real) : IReferencePrices
{
    private static readonly ConcurrentDictionary<string, bool> Broken = new();

    public static void Break(string symbol) => Broken[symbol] = true;

    public static void Mend(string symbol) => Broken.TryRemove(symbol, out _);

    public Quote? Latest(string symbol, DateTimeOffset now) =>
        Broken.ContainsKey(symbol) ? throw new InvalidOperationException($"The quote of {symbol} <b>can't be read</b>") : real.Latest(symbol, now);
}
