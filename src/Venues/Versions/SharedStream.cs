using System.Threading.Channels;

namespace Pipeline.Venues.Versions;

/// <summary>One connection that several listen to. Whoever opened it speaks and reads; what it reads the others are given, on its thread.</summary>
internal sealed class SharedStream(Action<ReadOnlyMemory<byte>>? heard)
{
    // Whoever is so far behind hears no more, and asks the lists.
    private const int MostWaiting = 10_000;

    private readonly Lock gate = new();
    private readonly TaskCompletionSource greeted = new();
    private readonly List<ReadOnlyMemory<byte>> greeting = [];
    private readonly List<Listener> listeners = [];
    private bool isOver;

    public bool IsOver
    {
        get
        {
            lock (gate)
            {
                return isOver;
            }
        }
    }

    /// <summary>Opens the connection.</summary>
    public async ValueTask<IVenueSocket> OpenAsync(Func<CancellationToken, ValueTask<IVenueSocket>> connect, CancellationToken cancellationToken)
    {
        try
        {
            return new Speaker(this, await connect(cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            End();
            throw;
        }
    }

    /// <summary>Listens to it from its greeting on; null where it has ended before that was over.</summary>
    public async ValueTask<IVenueSocket?> JoinAsync(CancellationToken cancellationToken)
    {
        await greeted.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        lock (gate)
        {
            if (isOver)
            {
                return null;
            }

            var listener = new Listener(this);
            greeting.ForEach(message => listener.Tell(message));
            listeners.Add(listener);
            return listener;
        }
    }

    private void Hear(ReadOnlyMemory<byte> message)
    {
        List<Listener> told;
        lock (gate)
        {
            if (!greeted.Task.IsCompleted)
            {
                greeting.Add(message);
            }

            told = [.. listeners];
        }

        heard?.Invoke(message);
        told.ForEach(listener => listener.Tell(message));
    }

    // Whoever waits goes on outside the lock, at once, on this thread.
    private void Greet() => greeted.TrySetResult();

    private void End()
    {
        List<Listener> told;
        lock (gate)
        {
            isOver = true;
            told = [.. listeners];
            listeners.Clear();
        }

        Greet();
        told.ForEach(listener => listener.End());
    }

    private void Leave(Listener listener)
    {
        lock (gate)
        {
            listeners.Remove(listener);
        }
    }

    private sealed class Speaker(SharedStream stream, IVenueSocket socket) : IVenueSocket
    {
        public ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken) => socket.SendAsync(message, cancellationToken);

        public async ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellationToken)
        {
            var message = await socket.ReceiveAsync(cancellationToken).ConfigureAwait(false);
            if (message is { } said)
            {
                stream.Hear(said);
            }
            else
            {
                stream.End();
            }

            return message;
        }

        public void Greeted() => stream.Greet();

        public void Dispose()
        {
            stream.End();
            socket.Dispose();
        }
    }

    /// <summary>What it would say is not said: whoever opened the connection has said the like, and asks for signs of life.</summary>
    private sealed class Listener(SharedStream stream) : IVenueSocket
    {
        private readonly Channel<ReadOnlyMemory<byte>> messages = Channel.CreateBounded<ReadOnlyMemory<byte>>(
            new BoundedChannelOptions(MostWaiting) { AllowSynchronousContinuations = true, SingleReader = true });

        public ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public async ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellationToken)
        {
            while (await messages.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (messages.Reader.TryRead(out var message))
                {
                    return message;
                }
            }

            return null;
        }

        public void Dispose() => stream.Leave(this);

        public void Tell(ReadOnlyMemory<byte> message)
        {
            if (!messages.Writer.TryWrite(message))
            {
                End();
            }
        }

        public void End() => messages.Writer.TryComplete();
    }
}
