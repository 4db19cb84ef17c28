using Microsoft.Extensions.Options;
using Pipeline.Bus.Topology;
using Pipeline.Store.Tables;
using RabbitMQ.Client;

namespace Pipeline.Bus.DeadLetters;

/// <summary>
/// Sends over RabbitMQ, to the exchange of the one queue in which the message failed: mandatory and confirmed. MassTransit would declare the exchange that it sends to,
/// which a worker's user may not.
/// </summary>
public sealed class BrokerLetterSender(IOptions<BusOptions> options) : ILetterSender, IAsyncDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private IConnection? connection;
    private IChannel? channel;

    public async Task SendAsync(DeadLetterRow letter, DeadLetterContent content, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(options.Value.PublishTimeout);
        var open = await OpenAsync(timeout.Token).ConfigureAwait(false);
        var properties = new BasicProperties
        {
            MessageId = letter.MessageId, ContentType = content.ContentType is { Length: > 0 } type ? type : "application/json", Persistent = true,
            Headers = HeaderText.ToSend(content.Headers).ToDictionary(header => header.Name, header => (object?)header.Value),
        };
        properties.Headers[HeaderText.Replay] = letter.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await open.BasicPublishAsync(letter.Queue, "", mandatory: true, properties, content.Sent, timeout.Token).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        turn.Dispose();
    }

    private async Task<IChannel> OpenAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (channel is { IsOpen: true } open)
            {
                return open;
            }

            await CloseAsync().ConfigureAwait(false);
            var factory = new ConnectionFactory
            {
                ClientProvidedName = "pipeline replays", RequestedConnectionTimeout = TimeSpan.FromSeconds(5), AutomaticRecoveryEnabled = false,
            }.WithBroker(options.Value);
            connection = await factory.CreateConnectionAsync(cancellationToken).ConfigureAwait(false);
            return channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task CloseAsync()
    {
        if (Interlocked.Exchange(ref connection, null) is { } old)
        {
            channel = null;
            await old.DisposeAsync().ConfigureAwait(false);
        }
    }
}
