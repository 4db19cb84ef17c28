using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.Logging;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;

namespace Pipeline.Bus.DeadLetters;

/// <summary>
/// Commits a faulted message to the store before it is acknowledged, on both transports alike. While the store can't take
/// it, the message stays unacknowledged.
/// </summary>
public sealed class DeadLetterFilter(IStore store, TimeProvider clock, ILogger<DeadLetterFilter> logger, string stage) : IFilter<ExceptionReceiveContext>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public void Probe(ProbeContext context) => context.CreateFilterScope("deadLetters");

    public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        var letter = Describe(context);
        while (true)
        {
            try
            {
                await store.WriteAsync(session => DeadLetterStep.Keep(session, letter), context.CancellationToken).ConfigureAwait(false);
                break;
            }
            catch (StoreUnavailableException e)
            {
                logger.LogWarning("A dead letter of {Stage} waits for the store: {Error}", stage, e.Message);
                await Task.Delay(Pause, TimeProvider.System, context.CancellationToken).ConfigureAwait(false);
            }
        }

        StageMetrics.CountDeadLetter(stage, letter.ExceptionType);
        logger.LogError(
            "A message of {Stage} about order {cl_ord_id} of intent {intent_id} is a dead letter: {ExceptionType}: {Reason}",
            stage, letter.ClOrdId, FieldOf(context, "intentId"), letter.ExceptionType, letter.Reason);
        await next.Send(context).ConfigureAwait(false);
    }

    private DeadLetter Describe(ExceptionReceiveContext context)
    {
        context.TryGetPayload<ConsumeContext>(out var consume);
        var exception = Innermost(context.Exception);
        return new DeadLetter(
            stage,
            TransportMessageId.Of(context) ?? consume?.MessageId?.ToString("D"),
            consume?.SupportedMessageTypes.FirstOrDefault(),
            FieldOf(context, "clOrdId"),
            exception.GetType().Name,
            exception.Message,
            context.Exception.ToString(),
            JsonSerializer.Serialize(context.TransportHeaders.GetAll().ToDictionary(header => header.Key, header => header.Value?.ToString())),
            context.Body.GetBytes(),
            clock.GetUtcNow());
    }

    // Every message of ours carries the identities of its order; a foreign one carries none.
    private static string? FieldOf(ExceptionReceiveContext context, string field)
    {
        try
        {
            using var document = JsonDocument.Parse(context.Body.GetBytes());
            return document.RootElement.GetProperty("message").GetProperty(field).GetString();
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static Exception Innermost(Exception exception) => exception is MassTransitException { InnerException: { } inner } ? inner : exception;
}
