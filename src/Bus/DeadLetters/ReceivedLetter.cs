using System.Globalization;
using System.Text.Json;
using MassTransit;
using MassTransit.Serialization;
using Pipeline.Messages.Orders;
using Pipeline.Store.Tables;

namespace Pipeline.Bus.DeadLetters;

/// <summary>Makes a dead letter of a message that a worker has received.</summary>
internal static class ReceivedLetter
{
    /// <summary>The type of a failure where no consumer takes the message.</summary>
    public const string Skipped = "NoConsumer";

    /// <summary>As long as AMQP lets a message's identity be. A header of the same name may be longer.</summary>
    private const int LongestMessageId = 255;

    public static DeadLetter Of(ReceiveContext context, string stage, Exception? exception, DateTimeOffset now)
    {
        var body = context.Body.GetBytes();
        var glance = EnvelopeGlance.Of(body);
        context.TryGetPayload<ConsumeContext>(out var consume);
        var bottom = exception is null ? null : Innermost(exception);
        var type = EnvelopeGlance.Short(consume?.SupportedMessageTypes.FirstOrDefault()) ?? glance.MessageType;
        return new DeadLetter(
            stage,
            TransportMessageId.Of(context) is { Length: <= LongestMessageId } id ? id : glance.MessageId,
            type,
            glance.ClOrdId,
            bottom?.GetType().Name ?? Skipped,
            bottom?.Message ?? $"No consumer of {stage} takes a message of type {type ?? "(none)"}",
            exception?.ToString() ?? "",
            HeaderText.Of(context),
            body,
            now)
        {
            Queue = context.InputAddress.Segments[^1],
            ContentType = context.ContentType?.ToString(),
            IntentId = glance.IntentId,
            Pass = glance.Pass,
            ReplayOf = ReplayOf(context),
        };
    }

    /// <summary>Makes a dead letter of one piece of news, as the message that it would have been by itself: so it is looked at and replayed like any other.</summary>
    public static DeadLetter Of(ReceiveContext context, string stage, NewsItem item, Exception exception, DateTimeOffset now)
    {
        var type = item.Message.GetType();
        var urn = MessageUrn.ForTypeString(type);
        var bottom = Innermost(exception);
        return new DeadLetter(
            stage, item.MessageId.ToString(), urn, item.Message.ClOrdId, bottom.GetType().Name, bottom.Message, exception.ToString(), HeaderText.Of(context),
            JsonSerializer.SerializeToUtf8Bytes(
                new { messageId = item.MessageId, messageType = new[] { urn }, message = JsonSerializer.SerializeToNode(item.Message, type, SystemTextJsonMessageSerializer.Options) },
                SystemTextJsonMessageSerializer.Options),
            now)
        {
            Queue = QueueNames.OwnerOf(context.InputAddress.Segments[^1]),
            ContentType = SystemTextJsonMessageSerializer.JsonContentType.ToString(),
            IntentId = item.Message.IntentId,
            Pass = item.Message.Pass,
        };
    }

    /// <summary>The dead letter that a message says it is a replay of; null when it says none.</summary>
    public static long? ReplayOf(ReceiveContext context) =>
        context.TransportHeaders.TryGetHeader(HeaderText.Replay, out var value)
        && long.TryParse(Convert.ToString(value, CultureInfo.InvariantCulture), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    private static Exception Innermost(Exception exception) => exception is MassTransitException { InnerException: { } inner } ? inner : exception;
}
