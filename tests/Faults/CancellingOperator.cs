using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Pipeline.Faults;

/// <summary>An operator who cancels orders that rest at the venue, and asks again when a connection breaks.</summary>
public sealed class CancellingOperator : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient http;

    public CancellingOperator(Uri door)
    {
        http = new HttpClient { BaseAddress = door };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Deployment.OperatorToken);
    }

    /// <summary>Waits until the venue has the order, then cancels it. Returns when the cancel, or the order's end, is on record.</summary>
    /// <exception cref="InvalidOperationException">The act was refused.</exception>
    public async Task CancelAsync(string clOrdId, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                switch (await OrdStatusAsync(clOrdId, cancellationToken))
                {
                    case "new" when await AskAsync(clOrdId, cancellationToken):
                    case "canceled":
                        return;
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                // Its process was killed, and comes back.
            }

            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<string?> OrdStatusAsync(string clOrdId, CancellationToken cancellationToken)
    {
        var order = await http.GetFromJsonAsync<JsonElement>($"/v1/orders/{clOrdId}", cancellationToken);
        return order.GetProperty("ord_status").GetString();
    }

    private async Task<bool> AskAsync(string clOrdId, CancellationToken cancellationToken)
    {
        using var answer = await http.PostAsJsonAsync($"/v1/orders/{clOrdId}/cancel", new { why = "crash matrix" }, cancellationToken);

        if (answer.StatusCode == HttpStatusCode.TooManyRequests)
        {
            await Task.Delay(answer.Headers.RetryAfter?.Delta ?? Pause, TimeProvider.System, cancellationToken);
            return false;
        }

        // A conflict says that an earlier try was recorded, whose answer was lost.
        return answer.StatusCode switch
        {
            HttpStatusCode.OK or HttpStatusCode.Conflict => true,
            HttpStatusCode.ServiceUnavailable => false,
            _ => throw new InvalidOperationException($"The cancel of {clOrdId} was answered with {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellationToken)}"),
        };
    }
}
