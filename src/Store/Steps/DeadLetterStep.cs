using Pipeline.Store.Tables;

namespace Pipeline.Store.Steps;

/// <summary>What is recorded when a message can't be processed: the message itself, and an alert.</summary>
public static class DeadLetterStep
{
    public static void Keep(StoreSession session, DeadLetter letter)
    {
        DeadLetterTable.Upsert(session, letter);
        var order = letter.ClOrdId is null ? null : OrderTable.Find(session, letter.ClOrdId);
        JournalTable.RaiseAlert(
            session, Alert.DeadLetter, letter.Stage, letter.Stage, letter.At, order,
            new { letter.MessageType, letter.MessageId, letter.ExceptionType, letter.Reason });
    }
}
