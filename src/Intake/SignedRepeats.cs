using Pipeline.Access;
using Pipeline.Access.Signatures;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;

namespace Pipeline.Intake;

/// <summary>Knows signed intents by their webhook-id. The same bytes again are a retry; others are refused and told.</summary>
internal static class SignedRepeats
{
    /// <summary>Runs the step that takes an intent, unless its webhook-id was taken with another body.</summary>
    public static IntakeResult Guard(StoreSession session, string strategyId, SignedRequest? signed, DateTimeOffset now, Func<IntakeResult> take)
    {
        if (signed is null)
        {
            return take();
        }

        if (IsReused(session, strategyId, signed, out var known))
        {
            LimitedAlertTable.Raise(
                session, Alert.WebhookIdReused, strategyId, Stages.Intake, now, new { webhook_id = signed.WebhookId, known_body = known, body = signed.BodyHash });
            return new IntakeResult.NotAllowed(Refusal.WebhookIdReused());
        }

        var result = take();
        if (known is null && result is IntakeResult.Taken)
        {
            SignedIntentTable.Insert(session, strategyId, signed.WebhookId, signed.BodyHash, now);
        }

        return result;
    }

    /// <summary>Whether a request has the webhook-id of an intent that was taken with another body. A question remembers nothing.</summary>
    public static bool IsReused(StoreSession session, string strategyId, SignedRequest? signed, out string? known)
    {
        known = signed is null ? null : SignedIntentTable.HashOf(session, strategyId, signed.WebhookId);
        return known is not null && known != signed!.BodyHash;
    }
}
