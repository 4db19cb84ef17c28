using System.Net.Mime;
using MassTransit;
using Microsoft.Extensions.Options;
using Pipeline.Bus.Intents;
using Pipeline.Store.Tables;

namespace Pipeline.Bus.DeadLetters;

/// <summary>Sends over the in-memory transport, to the one queue in which the message failed: who else had it has worked it off.</summary>
public sealed class MemoryLetterSender(ISendEndpointProvider bus, IOptions<BusOptions> options) : ILetterSender
{
    public async Task SendAsync(DeadLetterRow letter, DeadLetterContent content, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(options.Value.PublishTimeout);
        var endpoint = await bus.GetSendEndpoint(new Uri($"exchange:{letter.Queue}")).WaitAsync(timeout.Token).ConfigureAwait(false);
        await endpoint.Send(
            new RawIntent(),
            Pipe.Execute<SendContext<RawIntent>>(context =>
            {
                context.Serializer = new StoredBody(content);
                foreach (var (name, value) in HeaderText.ToSend(content.Headers))
                {
                    context.Headers.Set(name, value);
                }

                context.Headers.Set(HeaderText.Replay, letter.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
                context.MessageId = Guid.TryParse(letter.MessageId, out var id) ? id : null;
                if (letter.MessageId is not null)
                {
                    context.Headers.Set(MessageHeaders.MessageId, letter.MessageId);
                }
            }),
            timeout.Token).ConfigureAwait(false);
    }

    private sealed class StoredBody(DeadLetterContent content) : IMessageSerializer
    {
        public ContentType ContentType { get; } = content.ContentType is { Length: > 0 } type ? new ContentType(type) : new ContentType("application/json");

        public MessageBody GetMessageBody<T>(SendContext<T> context)
            where T : class => new BytesMessageBody(content.Sent);
    }
}
