using System.Text;
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
    /// <summary>Most bytes of what AMQP calls a short string.</summary>
    private const int LongestName = 255;

    /// <summary>Most bytes of all headers: they go in one frame, of 131,072.</summary>
    private const int MostHeaders = 100_000;

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
            MessageId = Fits(letter.MessageId) ? letter.MessageId : null, ContentType = content.ContentType is { Length: > 0 } type && Fits(type) ? type : "application/json", Persistent = true,
            Headers = Sendable(HeaderText.ToSend(content.Headers)).ToDictionary(header => header.Name, header => (object?)header.Value),
        };
        properties.Headers[HeaderText.Replay] = letter.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await open.BasicPublishAsync(letter.Queue, "", mandatory: true, properties, content.Sent, timeout.Token).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        turn.Dispose();
    }

    // Bytes that were no text have grown when they were read as such. What AMQP does not take is left out, or the message could never be sent, and would close the channel of the others.
    private static bool Fits(string? name) => name is null || Encoding.UTF8.GetByteCount(name) <= LongestName;

    private static IEnumerable<(string Name, string Value)> Sendable(IEnumerable<(string Name, string Value)> headers)
    {
        var bytes = 0;
        return headers.Where(header => Fits(header.Name)).TakeWhile(header => (bytes += Encoding.UTF8.GetByteCount(header.Name) + Encoding.UTF8.GetByteCount(header.Value)) <= MostHeaders);
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
