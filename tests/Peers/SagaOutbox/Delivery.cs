using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.Hosting;

namespace Pipeline.Peers.SagaOutbox;

/// <summary>Sends what waits in the outbox, as soon as a step has put something there, all of it at the same time, and takes out what was confirmed.</summary>
internal sealed class Delivery(OutboxStore store, IBus bus) : BackgroundService
{
    private static readonly Dictionary<string, Type> Types = typeof(Told).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Told))).ToDictionary(type => type.Name);
    private readonly SemaphoreSlim news = new(0);

    /// <summary>Says that a step has put something into the outbox.</summary>
    public void Tell() => news.Release();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var removing = Task.FromResult(true);
        for (var after = 0L; !stoppingToken.IsCancellationRequested;)
        {
            var last = after;
            var waiting = await store.WriteAsync(statements => statements.After(last)).ConfigureAwait(false);
            if (waiting.Count == 0)
            {
                // What has come until now is seen by the next look.
                do
                {
                    await news.WaitAsync(stoppingToken).ConfigureAwait(false);
                }
                while (news.CurrentCount > 0);
                continue;
            }

            await Task.WhenAll(waiting.Select(message => bus.Publish(JsonSerializer.Deserialize(message.Body, Types[message.Type])!, Types[message.Type], stoppingToken))).ConfigureAwait(false);
            await removing.ConfigureAwait(false);
            removing = store.WriteAsync(statements =>
            {
                statements.Remove(waiting);
                return true;
            });
            after = waiting[^1].Seq;
        }
    }
}
