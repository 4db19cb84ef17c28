using System.Globalization;
using System.Text;
using Pipeline.Bus.FollowUps;
using Pipeline.Intake;
using Pipeline.Store.Failpoints;

namespace Pipeline.Host.Bench;

/// <summary>Publishes single-line intents on a fixed schedule, as intake's HTTP door does. What is bought of a symbol is sold again.</summary>
/// <param name="intake">The stage that takes them.</param>
/// <param name="dispatcher">Publishes what follows from them.</param>
/// <param name="strategies">How many strategies they are of, in turn.</param>
/// <param name="resting">Every so manieth order rests at the venue, a limit 5 % below the market; none when null.</param>
/// <param name="market">The price of a symbol, for those.</param>
internal sealed class Load(Stage intake, FollowUpDispatcher dispatcher, int strategies = 1, int? resting = null, Func<string, decimal>? market = null)
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

            takes.Add(TakeAsync($"{name}-{i}", Document(i), cancellationToken));
        }

        return await Task.WhenAll(takes).ConfigureAwait(false);
    }

    private string Document(int i)
    {
        var symbol = Symbols[i % Symbols.Length];
        var order = i % resting == 0
            ? string.Create(CultureInfo.InvariantCulture, $$"""{"symbol":"{{symbol}}","side":"buy","qty":1,"order_type":"limit","limit_price":{{decimal.Round(market!(symbol) * 0.95m, 2)}},"time_in_force":"day"}""")
            : $$"""{"symbol":"{{symbol}}","side":"{{(i / Symbols.Length % 2 == 0 ? "buy" : "sell")}}","qty":1,"order_type":"market","time_in_force":"ioc"}""";
        return $$"""{"strategy_id":"s{{i % strategies}}","portfolio":"bench","orders":[{{order}}]}""";
    }

    private async Task<string> TakeAsync(string key, string document, CancellationToken cancellationToken)
    {
        var result = await intake.TakeAsync(new Submitted(Encoding.UTF8.GetBytes(document), "http", key), cancellationToken).ConfigureAwait(false);
        if (result is not IntakeResult.Taken taken)
        {
            throw new InvalidOperationException($"The bench's intent was not taken: {result}");
        }

        dispatcher.PublishInBackground(Failpoint.Http, taken.FollowUps);
        return taken.Receipt.Orders[0].ClOrdId;
    }
}
