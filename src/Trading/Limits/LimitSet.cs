namespace Pipeline.Trading.Limits;

/// <summary>What is set and waived for one scope. Never changes.</summary>
public sealed class LimitSet
{
    private readonly object?[] values = new object?[AllLimits.All.Count];

    private LimitSet()
    {
    }

    /// <summary>Nothing.</summary>
    public static LimitSet Empty { get; } = new();

    /// <summary>What the paper venue has where the file says nothing.</summary>
    public static LimitSet Defaults { get; } = AllLimits.All.Aggregate(Empty, (set, limit) => limit.Default is { } value ? set.WithAny(limit, value) : set);

    /// <summary>The limit's value, or the type's default when it is not set; for a number see <see cref="Number"/>.</summary>
    public T? Of<T>(Limit<T> limit)
        where T : class => values[limit.Index] as T;

    /// <summary>The limit's value, or null when it is not set.</summary>
    public decimal? Number(Limit<decimal> limit) => values[limit.Index] as decimal?;

    /// <summary>The limit's value, or null when it is not set.</summary>
    public bool? Flag(Limit<bool> limit) => values[limit.Index] as bool?;

    /// <summary>Whether it is set, or waived.</summary>
    public bool Says(Limit limit) => values[limit.Index] is not null;

    /// <summary>Whether it is set.</summary>
    public bool Sets(Limit limit) => values[limit.Index] is not (null or Waived);

    /// <summary>Why the limit is waived; null when it is not.</summary>
    public string? WaivedBecause(Limit limit) => (values[limit.Index] as Waived)?.Reason;

    /// <summary>The value as it is, for whoever shows it; null when it is not set.</summary>
    public object? Raw(Limit limit) => values[limit.Index] is Waived ? null : values[limit.Index];

    public LimitSet With<T>(Limit<T> limit, T value)
        where T : notnull => WithAny(limit, value);

    public LimitSet Waive(Limit limit, string reason) => WithAny(limit, Waiver(reason));

    /// <summary>These, and where they say nothing the others.</summary>
    public LimitSet Over(LimitSet others) => AllLimits.All.Aggregate(others, (set, limit) => values[limit.Index] is { } own ? set.WithAny(limit, own) : set);

    /// <summary>The part of one store of what several share.</summary>
    public LimitSet Share(decimal allotment) => AllLimits.All.Aggregate(
        this, (set, limit) => values[limit.Index] is { } value and not Waived ? set.WithAny(limit, limit.Share(value, allotment)) : set);

    /// <summary>What stands in the place of a value where a limit is waived.</summary>
    internal static object Waiver(string reason) => new Waived(reason);

    internal LimitSet WithAny(Limit limit, object value)
    {
        var set = new LimitSet();
        values.CopyTo(set.values, 0);
        set.values[limit.Index] = value;
        return set;
    }

    private sealed record Waived(string Reason);
}
