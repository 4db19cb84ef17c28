using RabbitMQ.Client;

namespace Pipeline.Bus.Topology;

/// <summary>A channel that is opened anew when the broker has closed it, as it does at every refusal.</summary>
internal sealed class ChannelAfterChannel(IConnection connection) : IAsyncDisposable
{
    private IChannel? channel;

    public async Task<IChannel> OpenAsync(CancellationToken cancellationToken)
    {
        if (channel is { IsOpen: true } open)
        {
            return open;
        }

        await DisposeAsync().ConfigureAwait(false);
        return channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref channel, null) is { } old)
        {
            await old.DisposeAsync().ConfigureAwait(false);
        }
    }
}
