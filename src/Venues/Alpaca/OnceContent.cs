using System.Net;
using System.Net.Http.Headers;

namespace Pipeline.Venues.Alpaca;

/// <summary>
/// A request's body that can be written a single time: whoever below tries to send the request again finds that it can't. It
/// also says whether writing has begun, which is what tells a request that never left from one that may have.
/// </summary>
public sealed class OnceContent : HttpContent
{
    private int begun;

    /// <summary>A body of JSON.</summary>
    public OnceContent(ReadOnlyMemory<byte> json)
    {
        Json = json;
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    /// <summary>What is to be written. Looking at it, here or as a stream, is not writing it.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>Whether something began to write it.</summary>
    public bool IsBegun => Volatile.Read(ref begun) != 0;

    /// <inheritdoc/>
    protected override Task<Stream> CreateContentReadStreamAsync() =>
        Task.FromResult<Stream>(new MemoryStream(Json.ToArray(), writable: false));

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
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
