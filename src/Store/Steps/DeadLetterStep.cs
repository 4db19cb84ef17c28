using Pipeline.Store.Tables;
using Pipeline.Trading.DeadLetters;

namespace Pipeline.Store.Steps;

/// <summary>What is recorded when a message can't be processed: the message itself, and an alert.</summary>
public static class DeadLetterStep
{
    /// <returns>Its entry; null when nothing is recorded, since the broker has told of this failure before.</returns>
    public static long? Keep(StoreSession session, DeadLetter letter)
    {
        var isIntent = LetterKinds.Of(letter.Stage) == LetterKind.Intent;
        var order = isIntent || letter.ClOrdId is null ? null : OrderTable.Find(session, letter.ClOrdId);
        var named = order is not null ? letter with { IntentId = order.IntentId, Symbol = order.Symbol, StrategyId = order.Slot.StrategyId }
            : isIntent ? Glance(letter) : letter;
        if (DeadLetterTable.Keep(session, named) is not { } id)
        {
            return null;
        }

        var facts = new { letter.MessageType, letter.MessageId, letter.ExceptionType, letter.Reason, dead_letter = id };
        if (isIntent)
        {
            // An agent can have as many refused as it likes.
            LimitedAlertTable.Raise(session, Alert.DeadLetter, letter.Stage, letter.Stage, letter.At, facts);
        }
        else
        {
            JournalTable.RaiseAlert(session, Alert.DeadLetter, letter.Stage, letter.Stage, letter.At, order, facts);
        }

        return id;
    }

    // Of no order yet, whatever it says: an agent could name another's, and write into its story.
    private static DeadLetter Glance(DeadLetter letter)
    {
        var glance = IntentGlance.Of(letter.Body);
        return letter with { ClOrdId = null, IntentId = null, Symbol = glance.Symbol, StrategyId = glance.StrategyId };
    }
}
