using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>Listens for the server, and for the venue's own address only while the venue is up: a client is then truly refused.</summary>
internal sealed class VenueListenerFactory(SimulatedVenue venue, ILoggerFactory loggers) : IConnectionListenerFactory
{
    private readonly SocketTransportFactory sockets = new(Options.Create(new SocketTransportOptions()), loggers);
    private bool isVenueBound;

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var listener = await sockets.BindAsync(endpoint, cancellationToken);
        if (isVenueBound)
        {
            return listener;
        }

        isVenueBound = true;
        return new VenueListener(venue, sockets, listener);
    }

    /// <summary>A listener that closes while the venue is down and opens again at the same address.</summary>
    private sealed class VenueListener : IConnectionListener
    {
        private readonly SimulatedVenue venue;
        private readonly SocketTransportFactory sockets;
        private readonly SemaphoreSlim turn = new(1);
        private IConnectionListener? listener;
        private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private bool isUnbound;

        public VenueListener(SimulatedVenue venue, SocketTransportFactory sockets, IConnectionListener listener)
        {
            (this.venue, this.sockets, this.listener) = (venue, sockets, listener);
            EndPoint = listener.EndPoint;
            venue.DownChanged += Follow;
        }

        public EndPoint EndPoint { get; }

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            while (!isUnbound)
            {
                var next = changed.Task;
                if (listener is { } open && await open.AcceptAsync(cancellationToken) is { } connection)
                {
                    return connection;
                }

                if (!isUnbound)
                {
                    await next.WaitAsync(cancellationToken);
                }
            }

            return null;
        }

        public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            venue.DownChanged -= Follow;
            isUnbound = true;
            await TurnAsync(CloseAsync);
        }

        public ValueTask DisposeAsync() => UnbindAsync();

        // Told within the venue's turn, so the sockets are closed and opened outside of it.
        private void Follow(bool isDown) => _ = Task.Run(() => TurnAsync(isDown ? CloseAsync : OpenAsync));

        private async Task TurnAsync(Func<Task> change)
        {
            await turn.WaitAsync();
            try
            {
                await change();
                Tell(told => told.SetResult());
            }
            catch (Exception e)
            {
                // Whoever accepts connections hears that there is nothing to accept them from.
                Tell(told => told.SetException(e));
            }
            finally
            {
                turn.Release();
            }
        }

        private void Tell(Action<TaskCompletionSource> how)
        {
            var told = changed;
            changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            how(told);
        }

        private async Task CloseAsync()
        {
            if (listener is { } open)
            {
                listener = null;
                await open.UnbindAsync();
                await open.DisposeAsync();
            }
        }

        private async Task OpenAsync()
        {
            if (!isUnbound)
            {
                listener ??= await sockets.BindAsync(EndPoint);
            }
        }
    }
}
