using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Paper;

/// <summary>
/// The walk of one symbol: the sum of a few waves, each a line drawn between random heights at regular
/// seconds. The sum is bounded, returns to the base price within minutes, and any second of it can be
/// computed without the seconds before. Whole numbers only, so that it is the same on every machine.
/// </summary>
internal sealed class PriceWalk(string symbol, ulong key)
{
    private const long Million = 1_000_000;
    private const int HeightBits = 20;

    private readonly long _base = BasePrices.Cents(symbol);

    /// <summary>
    /// Periods of 4,096, 512, 128, 16 and 4 seconds, powers of 2 because a scan divides by them a million times;
    /// amplitudes in millionths of the base price, 0.7 % together.
    /// </summary>
    private readonly Wave[] _waves = [new(12, 1000), new(9, 2000), new(7, 2000), new(4, 1500), new(2, 500)];

    public Quote At(long second)
    {
        var middle = _base * (Million + Deviation(second)) / Million;
        var noise = StableHash.Mix(key ^ StableHash.Mix(unchecked((ulong)second)));
        var spread = 1 + (long)(noise % 3);
        var bid = middle - (spread / 2);
        return new Quote(
            symbol,
            DateTimeOffset.FromUnixTimeSeconds(second),
            Dollars(bid),
            Lots(noise >> 16),
            Dollars(bid + spread),
            Lots(noise >> 32));
    }

    private static decimal Lots(ulong noise) => 100 * (1 + (int)(noise % 20));

    private static decimal Dollars(long cents) => new(unchecked((int)cents), (int)(cents >> 32), 0, false, 2);

    private long Deviation(long second)
    {
        var deviation = 0L;
        for (var i = 0; i < _waves.Length; i++)
        {
            deviation += Height(ref _waves[i], i, second);
        }

        return deviation;
    }

    /// <summary>The two ends of the current line are remembered, because a scan asks for many seconds in a row.</summary>
    private long Height(ref Wave wave, int index, long second)
    {
        var line = second >> wave.PeriodBits;
        if (line != wave.Line)
        {
            wave = wave with { Line = line, Left = End(index, line), Right = End(index, line + 1) };
        }

        var along = second - (line << wave.PeriodBits);
        var height = (wave.Left << wave.PeriodBits) + ((wave.Right - wave.Left) * along);
        return (height * wave.Amplitude) >> (wave.PeriodBits + HeightBits - 1);
    }

    private long End(int index, long line)
    {
        var place = unchecked(((ulong)line << 3) | (uint)index);
        return (long)(StableHash.Mix(~key ^ StableHash.Mix(place)) >> (64 - HeightBits)) - (1L << (HeightBits - 1));
    }

    private record struct Wave(int PeriodBits, long Amplitude)
    {
        public long Line { get; set; } = long.MinValue;

        public long Left { get; set; }

        public long Right { get; set; }
    }
}
