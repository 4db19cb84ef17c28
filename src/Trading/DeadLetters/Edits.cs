using Pipeline.Messages.Orders;
using Pipeline.Trading.Intents;
using Pipeline.Trading.Orders;

namespace Pipeline.Trading.DeadLetters;

/// <summary>Decides whether a message may be replayed as an operator has edited it. Nobody can make it one of another order, or of another send.</summary>
public static class Edits
{
    /// <summary>Most bytes of an edit: a broker takes 262,144 in one message (rabbitmq/rabbitmq.conf).</summary>
    public const int MostBytes = 200_000;

    /// <summary>Why an edit is refused; null when it may be made.</summary>
    /// <param name="kind">What the message is for.</param>
    /// <param name="type">The type that it claims to be.</param>
    /// <param name="original">It as it came.</param>
    /// <param name="edited">It as it is to be.</param>
    public static EditRefusal? Refuse(LetterKind kind, string? type, ReadOnlyMemory<byte> original, ReadOnlyMemory<byte> edited)
    {
        switch (kind)
        {
            case var _ when edited.Length > MostBytes:
                return new EditRefusal("TOO_LARGE", $"The edit has {edited.Length} bytes, and a message has at most {MostBytes}");
            case LetterKind.Intent:
                return IntentParser.Parse(edited) is IntentParseResult.Refused refused
                    ? new EditRefusal("INTENT_REFUSED", string.Join("; ", refused.Faults.Select(fault => $"{fault.Path} {fault.Code}: {fault.Message}")))
                    : null;
            case LetterKind.Way:
                return new EditRefusal("NOTHING_TO_EDIT", "A replay begins anew from the order in the store; nothing in the message counts");
            default:
                return (LetterMessage.Read(type, original), LetterMessage.Read(type, edited)) switch
                {
                    (null, _) => new EditRefusal("UNREADABLE", "The message as it came says not which order it is of, so nothing can be held against the edit. Discard it"),
                    (_, null) => new EditRefusal("UNREADABLE", $"The edit is no message of the type {type}"),
                    var (before, after) => Identity(before) == Identity(after)
                        ? null
                        : new EditRefusal("IDENTITY_CHANGED", $"The edit is of {Identity(after)}, and the message is of {Identity(before)}"),
                };
        }
    }

    // What says of which order, which send and which word of the venue it is.
    private static string Identity(OrderMessage message) =>
        $"order {message.ClOrdId} of intent {message.IntentId}, pass {message.Pass}, attempt {OrderTriggers.AttemptOf(message)}, journal {message.Seq}{OrderIdOf(message)}";

    private static string OrderIdOf(OrderMessage message) => message is OrderAcknowledged { OrderId: var id } ? $", OrderId {id}" : "";
}

/// <summary>Why an edit is refused.</summary>
/// <param name="Code">Stable code: TOO_LARGE, INTENT_REFUSED, NOTHING_TO_EDIT, UNREADABLE, IDENTITY_CHANGED.</param>
/// <param name="Why">In one sentence, for the person.</param>
public sealed record EditRefusal(string Code, string Why);
