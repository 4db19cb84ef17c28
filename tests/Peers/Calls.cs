using System.Collections.Concurrent;

namespace Pipeline.Peers;

/// <summary>When the venue was called for each order.</summary>
public sealed class Calls
{
    private readonly ConcurrentDictionary<string, long> at = new();
    private long count;

    /// <summary>Told of every call.</summary>
    public event Action? Called;

    public long Count => Interlocked.Read(ref count);

    /// <summary>Notes that the venue is called now. A second call of the same order counts for nothing: it is a delivery that came twice.</summary>
    public void Note(string id)
    {
        if (at.TryAdd(id, TimeProvider.System.GetTimestamp()))
        {
            Interlocked.Increment(ref count);
            Called?.Invoke();
        }
    }

    /// <summary>The instant of an order's call; null when there was none yet.</summary>
    public long? Of(string id) => at.TryGetValue(id, out var instant) ? instant : null;
}
