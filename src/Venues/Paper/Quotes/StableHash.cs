namespace Pipeline.Venues.Paper;

/// <summary>Hashes that are the same on every machine and in every process, which string.GetHashCode is not.</summary>
internal static class StableHash
{
    /// <summary>FNV-1a over the characters, mixed.</summary>
    public static ulong Of(string text)
    {
        unchecked
        {
            var hash = 14695981039346656037UL;
            foreach (var character in text)
            {
                hash = (hash ^ character) * 1099511628211UL;
            }

            return Mix(hash);
        }
    }

    /// <summary>The finalizer of SplitMix64: neighbouring numbers come out unrelated.</summary>
    public static ulong Mix(ulong value)
    {
        unchecked
        {
            value += 0x9E3779B97F4A7C15UL;
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
            return value ^ (value >> 31);
        }
    }
}
