using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Pipeline.Store;

/// <summary>What is known of things and never becomes another, for as many as fit. To count a concurrent dictionary has all of its locks, so whoever adds and removes counts.</summary>
/// <param name="most">So many are remembered; with one more all are forgotten, that one included.</param>
public sealed class Remembered<TKey, TValue>(int most)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, TValue> known = new();
    private int count;

    /// <summary>What is known of something.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value) => known.TryGetValue(key, out value);

    /// <summary>Remembers it, unless it is known.</summary>
    public void Add(TKey key, TValue value)
    {
        if (known.TryAdd(key, value) && Interlocked.Increment(ref count) > most)
        {
            Interlocked.Exchange(ref count, 0);
            known.Clear();
        }
    }

    /// <summary>Forgets it.</summary>
    public void Remove(TKey key)
    {
        if (known.TryRemove(key, out _))
        {
            Interlocked.Decrement(ref count);
        }
    }
}
