using Pipeline.Messages.Fix;

namespace Pipeline.Trading.Orders;

/// <summary>What a report does to where an order stands.</summary>
public abstract record Move
{
    private Move()
    {
    }

    /// <summary>The order stands there from now on.</summary>
    public sealed record To(OrdStatus Standing) : Move;

    /// <summary>The order stands where it stood, on purpose.</summary>
    public sealed record Ignored(string Why) : Move;

    /// <summary>The report contradicts what the venue has said before. The order stands where it stood, and a person must look.</summary>
    public sealed record Refused(string Why) : Move;
}
