using MassTransit;

namespace Pipeline.Bus;

/// <summary>The identity a message has on its transport. A foreign client may set any text, which MassTransit's own (a Guid) can't hold.</summary>
public static class TransportMessageId
{
    public static string? Of(ReceiveContext context)
    {
        if (context.TryGetPayload<RabbitMqBasicConsumeContext>(out var rabbit) && !string.IsNullOrWhiteSpace(rabbit.Properties.MessageId))
        {
            return rabbit.Properties.MessageId;
        }

        return context.TransportHeaders.Get<string>(MessageHeaders.MessageId);
    }
}
