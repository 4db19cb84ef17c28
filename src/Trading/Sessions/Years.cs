namespace Pipeline.Trading.Sessions;

/// <summary>The years a rule is in force, both ends included.</summary>
public readonly record struct Years(int First, int Last)
{
    /// <summary>A rule without beginning or end, as far as a calendar reaches.</summary>
    public static readonly Years All = new(int.MinValue, int.MaxValue);

    /// <summary>From <paramref name="first"/> on.</summary>
    public static Years Since(int first) => new(first, int.MaxValue);

    /// <summary>Up to and with <paramref name="last"/>.</summary>
    public static Years Until(int last) => new(int.MinValue, last);

    /// <summary>Whether the rule is in force in <paramref name="year"/>.</summary>
    public bool Include(int year) => First <= year && year <= Last;
}
