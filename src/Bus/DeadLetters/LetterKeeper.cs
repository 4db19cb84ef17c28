using Microsoft.Extensions.Logging;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;

namespace Pipeline.Bus.DeadLetters;

/// <summary>Commits a dead letter to the store. While the store can't take it, whoever has the message waits, and keeps it unacknowledged.</summary>
public sealed class LetterKeeper(IStore store, ILogger<LetterKeeper> logger)
{
    public async Task KeepAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        // By this an attempt that comes after one whose commit nobody knows of finds what that one has kept.
        var kept = letter.FaultId is null ? letter with { FaultId = FaultId.Of(letter.Stage, letter.MessageId, $"{letter.At:O}", letter.Exception, letter.Body) } : letter;
        var mayBeKept = false;
        for (var held = 0; ; held++)
        {
            try
            {
                var entry = await store.WriteAsync(
                    Turn.Of("dead_letters"), session => DeadLetterStep.Keep(session, mayBeKept ? kept with { IsRedelivered = true } : kept), cancellationToken).ConfigureAwait(false);
                if (entry is not null || mayBeKept)
                {
                    StageMetrics.CountDeadLetter(letter.Stage, letter.ExceptionType);
                    logger.LogError(
                        "A message of {Stage} about order {cl_ord_id} of intent {intent_id} is a dead letter: {ExceptionType}: {Reason}",
                        letter.Stage, letter.ClOrdId, letter.IntentId, letter.ExceptionType, letter.Reason);
                }

                return;
            }
            catch (StoreUnavailableException e)
            {
                mayBeKept |= e.MayBeRecorded;
                logger.LogWarning("A dead letter of {Stage} waits for the store: {Error}", letter.Stage, e.Message);
                await Task.Delay(HoldPauses.Of(held), TimeProvider.System, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
