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

        var known = SignedIntentTable.HashOf(session, strategyId, signed.WebhookId);
        if (known is not null && known != signed.BodyHash)
        {
            JournalTable.RaiseAlert(
                session, Alert.WebhookIdReused, strategyId, Stages.Intake, now, null, new { webhook_id = signed.WebhookId, known_body = known, body = signed.BodyHash });
            return new IntakeResult.NotAllowed(Refusal.WebhookIdReused());
        }

        var result = take();
        if (known is null && result is IntakeResult.Taken)
        {
            SignedIntentTable.Insert(session, strategyId, signed.WebhookId, signed.BodyHash, now);
        }

        return result;
    }
}
