using Microsoft.Extensions.Logging;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;

namespace Pipeline.Bus.DeadLetters;

/// <summary>
/// Commits a dead letter to the store. While the store can't take it, whoever has the message waits, and keeps it unacknowledged. None is lost for what it says: when
/// that can't be recorded, its message is kept without it.
/// </summary>
public sealed class LetterKeeper(IStore store, ILogger<LetterKeeper> logger)
{
    private const int LongestPlainText = 200;

    private const int LongestId = 64;

    public async Task KeepAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        // By this an attempt that comes after one whose commit nobody knows of finds what that one has kept.
        var kept = letter.FaultId is null ? letter with { FaultId = FaultId.Of(letter.Stage, letter.MessageId, $"{letter.At:O}", letter.Exception, letter.Body) } : letter;
        var (mayBeKept, isPlain) = (false, false);
        for (var held = 0; ; held++)
        {
            try
            {
                var entry = await store.WriteAsync(
                    Turn.Of("dead_letters"), session => DeadLetterStep.Keep(session, mayBeKept ? kept with { IsRedelivered = true } : kept), cancellationToken).ConfigureAwait(false);
                if (entry is not null || mayBeKept)
                {
                    StageMetrics.CountDeadLetter(kept.Stage, kept.ExceptionType);
                    logger.LogError(
                        "A message of {Stage} about order {cl_ord_id} of intent {intent_id} is a dead letter: {ExceptionType}: {Reason}",
                        kept.Stage, kept.ClOrdId, kept.IntentId, kept.ExceptionType, kept.Reason);
                }

                return;
            }
            catch (StoreUnavailableException e)
            {
                mayBeKept |= e.MayBeRecorded;
                logger.LogWarning("A dead letter of {Stage} waits for the store: {Error}", letter.Stage, e.Message);
                await Task.Delay(HoldPauses.Of(held), TimeProvider.System, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (!isPlain && e is not OperationCanceledException)
            {
                logger.LogError(e, "A dead letter of {Stage} can't be recorded with what it says, and is kept without: its message says it", letter.Stage);
                (isPlain, kept) = (true, Plain(kept));
            }
        }
    }

    // Whatever comes from a foreign message and may be part of a key is left out or cut short; the message itself, its headers and its failure are kept whole. The order, which is to be
    // parked, is named all the same where its id is no longer than one of ours may be.
    private static DeadLetter Plain(DeadLetter letter) => letter with
    {
        MessageId = null, MessageType = null, ClOrdId = letter.ClOrdId is { Length: <= LongestId } id ? id : null, IntentId = null, Symbol = null, StrategyId = null,
        ExceptionType = Cut(letter.ExceptionType), Reason = Cut(letter.Reason),
    };

    private static string Cut(string text) => text.Length > LongestPlainText ? text[..LongestPlainText] : text;
}
