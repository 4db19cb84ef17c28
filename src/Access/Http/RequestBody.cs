using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Pipeline.Access.Http;

/// <summary>Reads a request's body up to a cap. Whoever announces more is not read at all.</summary>
public static class RequestBody
{
    /// <summary>Most bytes of a body: 64 KiB, unless an endpoint has a <see cref="LargestBody"/> of its own.</summary>
    public const int Largest = 64 * 1024;

    private const int FirstGuess = 1024;

    public static async Task<(byte[] Body, Refusal? Refusal)> ReadAsync(HttpRequest request, int largest = Largest)
    {
        // A body that nobody announced can't end early. Whoever asks and hangs up before the answer, as Prometheus does at its timeout, is not refused anything.
        if (request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
        {
            return ([], null);
        }

        if (request.ContentLength > largest)
        {
            return ([], Refusal.BodyTooLarge(largest));
        }

        var buffer = new ArrayBufferWriter<byte>(Math.Max(FirstGuess, (int)(request.ContentLength ?? 0)));
        try
        {
            while (await request.Body.ReadAsync(buffer.GetMemory(FirstGuess), request.HttpContext.RequestAborted).ConfigureAwait(false) is var read and > 0)
            {
                buffer.Advance(read);
                if (buffer.WrittenCount > largest)
                {
                    return ([], Refusal.BodyTooLarge(largest));
                }
            }
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return ([], Refusal.BodyTooLarge(largest));
        }
        catch (Exception e) when (e is IOException || (e is OperationCanceledException && request.HttpContext.RequestAborted.IsCancellationRequested))
        {
            // Whoever hangs up in the middle is noticed by the read, or by the connection before it.
            return ([], Refusal.BodyTruncated());
        }

        return (buffer.WrittenSpan.ToArray(), null);
    }
}
