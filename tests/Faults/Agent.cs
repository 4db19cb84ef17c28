using System.Net;
using System.Text;
using System.Text.Json;

namespace Pipeline.Faults;

/// <summary>
/// Publishes intents as a real agent does: sends the same document with the same key again when the connection breaks or the
/// answer is 503, until it has an answer or its patience ends.
/// </summary>
public sealed class Agent(Uri door, TimeSpan patience) : IDisposable
{
    private static readonly TimeSpan ReconnectAfter = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(60) };
    private int unavailable;

    /// <summary>Where it asks, from the next time on.</summary>
    public Uri Door { get; set; } = door;

    /// <summary>How often it was told 503.</summary>
    public int Unavailable => unavailable;

    /// <summary>The longest that one request waited for its answer.</summary>
    public TimeSpan SlowestAnswer { get; private set; }

    public async Task PublishAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started) < patience)
        {
            if (await TryAsync(attempt, started, cancellationToken) is not { } pause)
            {
                return;
            }

            await Task.Delay(pause, TimeProvider.System, cancellationToken);
        }
    }

    public void Dispose() => http.Dispose();

    /// <summary>Asks once. Returns how long to wait before asking again, or null when there is an answer.</summary>
    private async Task<TimeSpan?> TryAsync(Attempt attempt, long started, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Door, "/v1/intents"));
        request.Headers.Add("Idempotency-Key", attempt.Key);
        request.Content = new StringContent(attempt.Body, Encoding.UTF8, "application/json");
        var sent = TimeProvider.System.GetTimestamp();
        try
        {
            using var answer = await http.SendAsync(request, cancellationToken);
            var body = await answer.Content.ReadAsStringAsync(cancellationToken);
            Note(TimeProvider.System.GetElapsedTime(sent));
            switch (answer.StatusCode)
            {
                case HttpStatusCode.Accepted:
                    attempt.Accept(OrderOf(body), TimeProvider.System.GetElapsedTime(started));
                    return null;
                case HttpStatusCode.ServiceUnavailable when answer.Headers.RetryAfter?.Delta is { } pause:
                    Interlocked.Increment(ref unavailable);
                    return pause;
                default:
                    attempt.Blame($"answered with {(int)answer.StatusCode} and Retry-After '{answer.Headers.RetryAfter}': {body}");
                    return null;
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return ReconnectAfter;
        }
    }

    private void Note(TimeSpan waited)
    {
        lock (http)
        {
            SlowestAnswer = waited > SlowestAnswer ? waited : SlowestAnswer;
        }
    }

    private static string OrderOf(string receipt)
    {
        using var document = JsonDocument.Parse(receipt);
        return document.RootElement.GetProperty("orders")[0].GetProperty("cl_ord_id").GetString()!;
    }
}
