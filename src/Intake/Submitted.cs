using Pipeline.Access;
using Pipeline.Access.Signatures;

namespace Pipeline.Intake;

/// <summary>An intent as it arrived, before anyone has read it.</summary>
/// <param name="Body">The document, byte for byte.</param>
/// <param name="Source"><c>http</c>, <c>amqp</c>, <c>mcp</c> or <c>simulation</c>.</param>
/// <param name="IdempotencyKey">The HTTP header or the AMQP <c>message_id</c>; stands in for a missing <c>rebalance_id</c>.</param>
public sealed record Submitted(ReadOnlyMemory<byte> Body, string Source, string? IdempotencyKey)
{
    /// <summary>Who submits it. A strategy's key is good for its own strategy alone.</summary>
    public Caller Caller { get; init; } = Caller.Anonymous;

    /// <summary>What a signature vouches for; null where there is none.</summary>
    public SignedRequest? Signature { get; init; }

    /// <summary>What stands in for a missing <c>rebalance_id</c>: of a signed intent what was signed, since the rest can be changed on the way.</summary>
    public string? Key => Signature is null ? IdempotencyKey : IsNamedBySender ? Signature.WebhookId : null;

    /// <summary>Whether who signs is who decides. A client of MCP makes a request of its own for every call of its model, and names it anew.</summary>
    public bool IsNamedBySender { get; init; } = true;

    /// <summary>How long ago it was made, as far as that is known.</summary>
    public TimeSpan Age => Signature?.Age ?? TimeSpan.Zero;
}
