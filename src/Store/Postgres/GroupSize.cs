namespace Pipeline.Store.Postgres;

/// <summary>
/// How many steps may share a commit. The more of them do, the less each costs, and the longer what they name is kept from other hosts: on a machine that is short of processor 64
/// orders of an account had it for five seconds, and ten writers took turns at it.
/// </summary>
internal static class GroupSize
{
    /// <summary>Most of them.</summary>
    public const int Largest = 64;

    private const int Smallest = 4;

    /// <summary>A turn that was had for longer is followed by one of half as many steps.</summary>
    public static readonly TimeSpan LongestTurn = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan ShortTurn = TimeSpan.FromMilliseconds(100);

    /// <summary>How many may share the next one.</summary>
    /// <param name="size">How many could share the last one.</param>
    /// <param name="held">For how long that had what its steps name; null where nobody knows.</param>
    public static int After(int size, TimeSpan? held) =>
        held > LongestTurn ? Math.Max(size / 2, Smallest)
        : held < ShortTurn ? Math.Min(size * 2, Largest)
        : size;
}
