using Pipeline.Messages.Intents;
using Pipeline.Trading.Intents;

namespace Pipeline.Intake;

/// <summary>Which decision an intent belongs to: its own word, or the key of the transport that brought it.</summary>
public static class RebalanceId
{
    private const int LongestKey = 128;

    /// <summary>The rebalance id, or null when there is none, or only one that can't be used.</summary>
    public static string? Of(Intent intent, string? idempotencyKey) =>
        intent.RebalanceId ?? (IsUsable(idempotencyKey) ? idempotencyKey : null);

    public static IntentFault Fault(string? idempotencyKey) => string.IsNullOrEmpty(idempotencyKey)
        ? new IntentFault(
            "$.rebalance_id",
            IntentFaultCodes.MissingField,
            "Say which decision this belongs to, the same on every retry: add rebalance_id, or the HTTP header Idempotency-Key, or the AMQP property message_id")
        : new IntentFault(
            "$.rebalance_id",
            IntentFaultCodes.BadFormat,
            $"The Idempotency-Key or message_id that stands in for rebalance_id must be 1 to {LongestKey} printable ASCII characters without spaces");

    private static bool IsUsable(string? key) =>
        key is { Length: > 0 and <= LongestKey } && key.All(character => character is > ' ' and <= '~');
}
