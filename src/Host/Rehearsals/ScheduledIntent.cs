namespace Pipeline.Host.Rehearsals;

/// <summary>An intent of a file, and when it arrives.</summary>
/// <param name="Origin">File and place in it, for people.</param>
/// <param name="At">When it arrives.</param>
/// <param name="Body">The document as intake reads it.</param>
/// <param name="StandIn">Stands in for a missing <c>rebalance_id</c>.</param>
internal sealed record ScheduledIntent(string Origin, DateTimeOffset At, ReadOnlyMemory<byte> Body, string StandIn);
