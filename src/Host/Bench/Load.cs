using System.Text;
using Pipeline.Bus.FollowUps;
using Pipeline.Intake;
using Pipeline.Store.Failpoints;

namespace Pipeline.Host.Bench;

/// <summary>Publishes single-line intents on a fixed schedule, as intake's HTTP door does.</summary>
internal sealed class Load(Stage intake, FollowUpDispatcher dispatcher)
{
    private static readonly string[] Symbols = ["AAPL", "MSFT", "GOOG", "AMZN", "NVDA", "TSLA", "META", "SPY", "QQQ", "IBM"];

    /// <returns>The ClOrdIds, in order of publication.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(string name, int rate, TimeSpan duration, CancellationToken cancellationToken)
    {
        var count = (int)(rate * duration.TotalSeconds);
        var takes = new List<Task<string>>(count);
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / rate) - TimeProvider.System.GetElapsedTime(start);
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            }

            takes.Add(TakeAsync($"{name}-{i}", Symbols[i % Symbols.Length], i % 2 == 0 ? "buy" : "sell", cancellationToken));
        }

        return await Task.WhenAll(takes).ConfigureAwait(false);
    }

    private async Task<string> TakeAsync(string key, string symbol, string side, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetBytes(
            $$"""{"portfolio":"bench","orders":[{"symbol":"{{symbol}}","side":"{{side}}","qty":1,"order_type":"market","time_in_force":"ioc"}]}""");
        var result = await intake.TakeAsync(new Submitted(body, "http", key), cancellationToken).ConfigureAwait(false);
        if (result is not IntakeResult.Taken taken)
        {
            throw new InvalidOperationException($"The bench's intent was not taken: {result}");
        }

        dispatcher.PublishInBackground(Failpoint.Http, taken.FollowUps);
        return taken.Receipt.Orders[0].ClOrdId;
    }
}
