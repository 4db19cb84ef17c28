using System.Net;
using System.Net.Http.Headers;

namespace Pipeline.Venues.Kit;

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

    /// <summary>A body.</summary>
    /// <param name="body">What is written.</param>
    /// <param name="lastLook">Asked once, before the first byte; null when nothing can be objected to.</param>
    /// <param name="mediaType">What it is.</param>
    public OnceContent(ReadOnlyMemory<byte> body, LastLook? lastLook = null, string mediaType = "application/json")
    {
        (Body, this.lastLook) = (body, lastLook);
        Headers.ContentType = new MediaTypeHeaderValue(mediaType);
    }

    /// <summary>What is to be written. Looking at it, here or as a stream, is not writing it.</summary>
    public ReadOnlyMemory<byte> Body { get; }

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
        Task.FromResult<Stream>(new MemoryStream(Body.ToArray(), writable: false));

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

        await stream.WriteAsync(Body, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = Body.Length;
        return true;
    }
}
