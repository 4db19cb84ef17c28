namespace Pipeline.Venues.Binance;

/// <summary>
/// How far Binance's clock is ahead of ours, as it was measured last by anybody in this process: whoever asks about orders measures it before the
/// first order is sent, so that no order waits for it.
/// </summary>
public sealed class ServerOffset
{
    private Measured? last;

    internal Measured? Last => Volatile.Read(ref last);

    internal void Set(TimeSpan offset, long timestamp)
    {
        Metrics.SetOffset(offset);
        Volatile.Write(ref last, new Measured(offset, timestamp));
    }

    internal void Doubt() => Volatile.Write(ref last, null);

    internal sealed record Measured(TimeSpan Offset, long Timestamp);
}
