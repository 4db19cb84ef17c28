namespace Pipeline.Host.Demo;

/// <summary>Publishes the intents one after the other, and the first one a second time at the end, as an agent's retry would.</summary>
internal sealed class DemoPublisher(DemoClient client)
{
    // Slow enough for the eye to follow.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private readonly Dictionary<string, int> repeats = [];
    private readonly Lock gate = new();

    /// <summary>How often an order was asked for again.</summary>
    public int RepeatsOf(string clOrdId)
    {
        lock (gate)
        {
            return repeats.GetValueOrDefault(clOrdId);
        }
    }

    public async Task PublishAsync(CancellationToken cancellationToken)
    {
        var intents = DemoFiles.Intents;
        foreach (var intent in intents.Append(intents[0]))
        {
            var receipt = await client.PublishAsync(intent, cancellationToken).ConfigureAwait(false);
            lock (gate)
            {
                foreach (var line in receipt.Orders.Where(line => line.Duplicate))
                {
                    repeats[line.ClOrdId] = repeats.GetValueOrDefault(line.ClOrdId) + 1;
                }
            }

            await Task.Delay(Pause, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }
}
