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
        for (var held = 0; ; held++)
        {
            try
            {
                if (await store.WriteAsync(Turn.Of("dead_letters"), session => DeadLetterStep.Keep(session, letter), cancellationToken).ConfigureAwait(false) is not null)
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
                logger.LogWarning("A dead letter of {Stage} waits for the store: {Error}", letter.Stage, e.Message);
                await Task.Delay(HoldPauses.Of(held), TimeProvider.System, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
