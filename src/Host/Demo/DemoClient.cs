using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Pipeline.Intake;
using Pipeline.Messages;
using Pipeline.Store.Queries;

namespace Pipeline.Host.Demo;

/// <summary>Talks to the pipeline as an agent and its operator would: over HTTP.</summary>
internal sealed class DemoClient(Uri address) : IDisposable
{
    private static readonly Uri Orders = new($"/v1/orders?limit={OrderFilter.LargestPage}&strategy_id={DemoSettings.Strategy}", UriKind.Relative);

    // A proxy of the environment has no business between a process and itself.
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };

    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), cancellationToken).ConfigureAwait(false);
        return response.StatusCode == HttpStatusCode.OK;
    }

    /// <exception cref="HttpRequestException">The intent was not taken; the message has the answer.</exception>
    public async Task<IntentReceipt> PublishAsync(DemoIntent intent, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/v1/intents", UriKind.Relative));
        request.Headers.Add("Idempotency-Key", $"demo-{intent.Name}");
        request.Content = new ByteArrayContent(intent.Body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return response.StatusCode == HttpStatusCode.Accepted
            ? (await response.Content.ReadFromJsonAsync<IntentReceipt>(PipelineJson.Options, cancellationToken).ConfigureAwait(false))!
            : throw new HttpRequestException(
                $"{intent.Name}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false)}");
    }

    public async Task<IReadOnlyList<OrderView>> OrdersAsync(CancellationToken cancellationToken) =>
        (await http.GetFromJsonAsync<IReadOnlyList<OrderView>>(Orders, PipelineJson.Options, cancellationToken).ConfigureAwait(false))!;

    /// <summary>The orders as the API gives them.</summary>
    public async Task<JsonElement> OrdersAsJsonAsync(CancellationToken cancellationToken) =>
        await http.GetFromJsonAsync<JsonElement>(Orders, cancellationToken).ConfigureAwait(false);

    public void Dispose() => http.Dispose();
}
