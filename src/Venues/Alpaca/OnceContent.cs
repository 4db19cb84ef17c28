using System.Net;
using System.Net.Http.Headers;

namespace Pipeline.Venues.Alpaca;

/// <summary>
/// A request's body that can be written a single time: whoever below tries to send the request again finds that it can't. It
/// also says whether writing has begun, which is what tells a request that never left from one that may have.
/// </summary>
internal sealed class OnceContent : HttpContent
{
    private readonly ReadOnlyMemory<byte> json;
    private int begun;

    public OnceContent(ReadOnlyMemory<byte> json)
    {
        this.json = json;
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    public bool IsBegun => Volatile.Read(ref begun) != 0;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref begun, 1) != 0)
        {
            throw new InvalidOperationException("An order is sent once; something tried to send the same request again");
        }

        await stream.WriteAsync(json, cancellationToken).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = json.Length;
        return true;
    }
}
