using System.Text;
using System.Text.Json;

namespace Pipeline.Venues.Alpaca.Tests;

/// <summary>A stream in the hands of the test. Answers requests to authenticate and to listen unless told not to; all on the caller's thread.</summary>
internal sealed class ScriptedSocket : IVenueSocket
{
    private readonly Queue<byte[]?> waiting = new();
    private TaskCompletionSource<byte[]?>? receiver;

    public List<string> Sent { get; } = [];

    public bool AnswersListen { get; set; } = true;

    public string Authorization { get; set; } = "authorized";

    public bool IsDisposed { get; private set; }

    public ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var text = Encoding.UTF8.GetString(message.Span);
        Sent.Add(text);
        switch (JsonDocument.Parse(text).RootElement.GetProperty("action").GetString())
        {
            case "authenticate":
                Push($$"""{"stream":"authorization","data":{"status":"{{Authorization}}","action":"authenticate"} }""");
                break;
            case "listen" when AnswersListen:
                Push("""{"stream":"listening","data":{"streams":["trade_updates"]}}""");
                break;
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellationToken)
    {
        if (waiting.TryDequeue(out var message))
        {
            return new(message is null ? null : (ReadOnlyMemory<byte>?)message);
        }

        receiver = new TaskCompletionSource<byte[]?>();
        var mine = receiver;
        cancellationToken.Register(() => mine.TrySetCanceled(cancellationToken));
        return Await(mine.Task);
    }

    public void Push(string frame) => Give(Encoding.UTF8.GetBytes(frame));

    /// <summary>The venue closes the connection.</summary>
    public void Close() => Give(null);

    public void Dispose() => IsDisposed = true;

    private static async ValueTask<ReadOnlyMemory<byte>?> Await(Task<byte[]?> received) =>
        await received.ConfigureAwait(false) is { } message ? (ReadOnlyMemory<byte>?)message : null;

    private void Give(byte[]? message)
    {
        if (receiver is { Task.IsCompleted: false } open)
        {
            receiver = null;
            open.SetResult(message);
        }
        else
        {
            waiting.Enqueue(message);
        }
    }
}
