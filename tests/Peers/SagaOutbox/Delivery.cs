using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.Hosting;

namespace Pipeline.Peers.SagaOutbox;

/// <summary>
/// Sends what waits in the outbox, as soon as a step has put something there, all of it at the same time, and takes out what was confirmed. It looks beside the writer, and looks again
/// while what it found before is still on its way.
/// </summary>
internal sealed class Delivery(OutboxStore store, IBus bus) : BackgroundService
{
    private static readonly Dictionary<string, Type> Types = typeof(Told).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Told))).ToDictionary(type => type.Name);
    private const int MostBatches = 8;

    private readonly SemaphoreSlim news = new(0);
    private readonly SemaphoreSlim places = new(MostBatches);

    /// <summary>Says that a step has put something into the outbox.</summary>
    public void Tell() => news.Release();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var after = 0L; !stoppingToken.IsCancellationRequested;)
        {
            // Whoever waits for a place finds all that has come meanwhile.
            await places.WaitAsync(stoppingToken).ConfigureAwait(false);
            var waiting = store.After(after);
            if (waiting.Count == 0)
            {
                places.Release();

                // What has come until now is seen by the next look.
                do
                {
                    await news.WaitAsync(stoppingToken).ConfigureAwait(false);
                }
                while (news.CurrentCount > 0);
                continue;
            }

            _ = SendAsync(waiting, stoppingToken);
            after = waiting[^1].Seq;
        }
    }

    private async Task SendAsync(List<Waiting> waiting, CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(waiting.Select(message => bus.Publish(JsonSerializer.Deserialize(message.Body, Types[message.Type])!, Types[message.Type], stoppingToken))).ConfigureAwait(false);
            await store.WriteAsync(statements =>
            {
                statements.Remove(waiting);
                return true;
            }).ConfigureAwait(false);
        }
        finally
        {
            places.Release();
        }
    }
}
