using System.Net;
using System.Net.Http.Headers;

namespace Pipeline.Venues.Alpaca;

/// <summary>
/// A request's body that can be written a single time: whoever below tries to send the request again finds that it can't. It
/// also says whether writing has begun, which is what tells a request that never left from one that may have. The platform's
/// handler keeps a request's head in its buffer until the body is written, so that who objects at the last look objects
/// before the first byte.
/// </summary>
public sealed class OnceContent : HttpContent
{
    private int begun;

    private LastLook? lastLook;

    /// <summary>A body of JSON.</summary>
    /// <param name="json">The body.</param>
    /// <param name="lastLook">Asked once, before the first byte; null when nothing can be objected to.</param>
    public OnceContent(ReadOnlyMemory<byte> json, LastLook? lastLook = null)
    {
        (Json, this.lastLook) = (json, lastLook);
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    /// <summary>What is to be written. Looking at it, here or as a stream, is not writing it.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>Whether something began to write it.</summary>
    public bool IsBegun => Volatile.Read(ref begun) != 0;

    /// <summary>Has the last look, unless it was had.</summary>
    /// <exception cref="WithheldException">The body may not be sent any more.</exception>
    public void Look()
    {
        if (Interlocked.Exchange(ref lastLook, null)?.Invoke() is { } reason)
        {
            throw new WithheldException(reason);
        }
    }

    /// <inheritdoc/>
    protected override Task<Stream> CreateContentReadStreamAsync() =>
        Task.FromResult<Stream>(new MemoryStream(Json.ToArray(), writable: false));

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Look();
        if (Interlocked.Exchange(ref begun, 1) != 0)
        {
            throw new InvalidOperationException("An order is sent once; something tried to send the same request again");
        }

        await stream.WriteAsync(Json, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = Json.Length;
        return true;
    }
}
