using Pipeline.Messages.Fix;
using Pipeline.Venues;

namespace Pipeline.Workers.Tests.DeadLetters;

/// <summary>Prices of which those of some symbols break whoever asks for them, as a defect would.</summary>
internal sealed class BreakablePrices : IReferencePrices
{
    private readonly HashSet<string> broken = [];

    public int Asked { get; private set; }

    public void Break(string symbol) => broken.Add(symbol);

    public void Mend(string symbol) => broken.Remove(symbol);

    public Quote? Latest(string symbol, DateTimeOffset now)
    {
        Asked++;
        return broken.Contains(symbol) ? throw new InvalidOperationException($"quote {Asked} of {symbol} can't be read", new FormatException("at its bottom")) : new Quote(symbol, now, 99, 1_000, 100, 1_000);
    }
}
