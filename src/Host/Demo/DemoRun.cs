using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pipeline.Host.Commands;
using Pipeline.Host.Composition;
using Pipeline.Host.Options;
using Pipeline.Store.Steps;

namespace Pipeline.Host.Demo;

/// <summary>Starts every worker, publishes the sample intents over HTTP and follows their orders to the end.</summary>
/// <param name="screen">Shows them on their way.</param>
/// <param name="messages">Takes what is said before and after.</param>
internal sealed class DemoRun(IDemoScreen screen, TextWriter messages)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private IReadOnlyList<DemoOrder> last = [];
    private bool isOver;

    /// <summary>Runs the demo on a data folder and returns the exit code: 0 when every order came to its end.</summary>
    /// <param name="data">The folder.</param>
    /// <param name="json">Takes the final orders, or null.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public async Task<int> RunAsync(string data, TextWriter? json, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        var options = DemoSettings.Read(data);
        await using var app = PipelineProcess.Build(options, Workers.Names, logToConsole: false);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, app.Lifetime.ApplicationStopping);
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, limit.Token);
        if (!await RunCommand.StartsAsync(app, stop.Token).ConfigureAwait(false))
        {
            return WasStopped(cancellationToken);
        }

        try
        {
            using var client = new DemoClient(new Uri(app.Urls.Single()));
            await messages.WriteLineAsync(
                $"Every worker in this process, made-up quotes, rehearsal clock at speed {options.Get<ProcessOptions>().Speed}; API on {app.Urls.Single()}").ConfigureAwait(false);
            await ShowAsync(client, either.Token).ConfigureAwait(false);
            if (json is not null && !stop.IsCancellationRequested)
            {
                var orders = await client.OrdersAsJsonAsync(stop.Token).ConfigureAwait(false);
                await json.WriteLineAsync(JsonSerializer.Serialize(orders, Indented)).ConfigureAwait(false);
            }
        }
        catch (HttpRequestException e)
        {
            isOver = false;
            await Console.Error.WriteLineAsync($"pipeline: the demo's own process did not answer as it should: {e.Message}").ConfigureAwait(false);
        }

        var isInterrupted = stop.IsCancellationRequested;
        await app.StopAsync(CancellationToken.None).ConfigureAwait(false);
        DemoSummary.Write(messages, last, TimeProvider.System.GetElapsedTime(began));
        return isInterrupted ? WasStopped(cancellationToken) : isOver ? 0 : 1;
    }

    // By a person; or by itself, since it could not go on.
    private static int WasStopped(CancellationToken cancellationToken) => cancellationToken.IsCancellationRequested ? throw new OperationCanceledException(cancellationToken) : 1;

    private async Task ShowAsync(DemoClient client, CancellationToken either)
    {
        try
        {
            await screen.ShowAsync(FollowAsync(client, either)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // What was reached until then is told.
        }
    }

    /// <summary>The orders each time one looks, until all intents are published and all orders done.</summary>
    private async IAsyncEnumerable<IReadOnlyList<DemoOrder>> FollowAsync(DemoClient client, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Look, TimeProvider.System);
        while (!await client.IsReadyAsync(cancellationToken).ConfigureAwait(false))
        {
            await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
        }

        var publisher = new DemoPublisher(client);
        var publishing = publisher.PublishAsync(cancellationToken);
        while (true)
        {
            var isPublished = publishing.IsCompleted;
            var orders = await client.OrdersAsync(cancellationToken).ConfigureAwait(false);
            last = [.. orders.Select(order => new DemoOrder(order, publisher.RepeatsOf(order.ClOrdId)))];
            yield return last;
            if (isPublished)
            {
                await publishing.ConfigureAwait(false);
                if (last.All(order => order.IsDone))
                {
                    isOver = true;
                    yield break;
                }
            }

            await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
