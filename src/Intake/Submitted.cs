namespace Pipeline.Intake;

/// <summary>An intent as it arrived, before anyone has read it.</summary>
/// <param name="Body">The document, byte for byte.</param>
/// <param name="Source"><c>http</c>, <c>amqp</c>, <c>mcp</c> or <c>simulation</c>.</param>
/// <param name="IdempotencyKey">The HTTP header or the AMQP <c>message_id</c>; stands in for a missing <c>rebalance_id</c>.</param>
public sealed record Submitted(ReadOnlyMemory<byte> Body, string Source, string? IdempotencyKey);
