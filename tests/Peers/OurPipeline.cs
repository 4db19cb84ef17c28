using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Bus;
using Pipeline.Bus.FollowUps;
using Pipeline.Host.Bench;
using Pipeline.Host.Composition;
using Pipeline.Host.Options;
using Pipeline.Intake;
using Pipeline.Store;
using Pipeline.Store.Failpoints;
using Pipeline.Venues;
using Pipeline.Venues.Paper;

namespace Pipeline.Peers;

/// <summary>This pipeline as it is delivered: one process with every worker, every step on the disk before it is told, the paper venue behind it.</summary>
/// <param name="broker">The broker's address; null keeps the queues in memory.</param>
/// <param name="postgres">The database that it keeps its store in, postgres://user@host:port/name; null keeps it in SQLite.</param>
/// <param name="folder">Where its data is made.</param>
/// <param name="handOver">Whether a call goes to the next stage within the process; without it each goes by way of its queue, as where every worker is a process of its own.</param>
internal sealed class OurPipeline(Uri? broker, Uri? postgres, string folder, bool handOver = true) : IPeer
{
    private static readonly string[] Symbols = ["AAPL", "MSFT", "GOOG", "AMZN", "NVDA", "TSLA", "META", "SPY", "QQQ", "IBM"];

    private WebApplication app = null!;
    private Stage intake = null!;
    private FollowUpDispatcher dispatcher = null!;
    private IStore store = null!;

    public long Finished => store.Read(session => session.Scalar<long>("SELECT count(*) FROM order_analytics WHERE intake_to_done IS NOT NULL")
        - session.Scalar<long>("SELECT count(*) FROM order_sagas WHERE state <> 'Done'"));

    public async Task StartAsync(Calls called, CancellationToken cancellationToken)
    {
        // The load repeats one content, and means it.
        var limits = Path.Combine(folder, "limits.json");
        await File.WriteAllTextAsync(limits, """{"global": {"duplicate_window_s": 0}}""", cancellationToken).ConfigureAwait(false);
        var flags = new Dictionary<string, string>
        {
            ["--http"] = "127.0.0.1:0", ["--clock"] = "2026-03-02T10:00:00-05:00", ["--log-level"] = "warning", ["--data"] = Path.Combine(folder, "data"), ["--limits"] = limits,
            ["--hand-over"] = handOver ? "true" : "false",
        };
        if (broker is not null)
        {
            (flags["--transport"], flags["--broker"]) = ("rabbitmq", broker.ToString());
        }

        if (postgres is not null)
        {
            flags["--store"] = postgres.ToString();
        }

        app = PipelineProcess.Build(OptionSet.Read(flags, _ => null, null), Workers.Names, logToConsole: false, customize: services =>
            services.AddSingleton<IOrderEntry>(provider => new NotedOrderEntry(provider.GetRequiredService<PaperVenue>(), called)));
        await app.StartAsync(cancellationToken).ConfigureAwait(false);
        await app.Services.GetRequiredService<BusGate>().WaitAsync(cancellationToken).ConfigureAwait(false);
        (intake, dispatcher, store) = (app.Services.GetRequiredService<Stage>(), app.Services.GetRequiredService<FollowUpDispatcher>(), app.Services.GetRequiredService<IStore>());
    }

    // As the HTTP door does, without HTTP.
    public async Task<string> TakeAsync(int number, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetBytes(
            $$"""{"portfolio":"bench","orders":[{"symbol":"{{Symbols[number % Symbols.Length]}}","side":"{{(number % 2 == 0 ? "buy" : "sell")}}","qty":1,"order_type":"market","time_in_force":"ioc"}]}""");
        var result = await intake.TakeAsync(new Submitted(body, "http", $"bench-{number}"), cancellationToken).ConfigureAwait(false);
        if (result is not IntakeResult.Taken taken)
        {
            throw new InvalidOperationException($"The intent was not taken: {result}");
        }

        dispatcher.PublishInBackground(Failpoint.Http, taken.FollowUps);
        return taken.Receipt.Orders[0].ClOrdId;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync().ConfigureAwait(false);
        await app.DisposeAsync().ConfigureAwait(false);
    }

    private sealed class NotedOrderEntry(IOrderEntry inner, Calls called) : IOrderEntry
    {
        public string Adapter => inner.Adapter;

        public Pipeline.Messages.Capabilities.VenueCapabilities Capabilities => inner.Capabilities;

        public Task<SubmitOutcome> SubmitAsync(NewOrderSingle order, LastLook lastLook, CancellationToken cancellationToken)
        {
            called.Note(order.ClOrdId);
            return inner.SubmitAsync(order, lastLook, cancellationToken);
        }

        public Task<CancelOutcome> CancelAsync(OrderCancelRequest request, CancellationToken cancellationToken) => inner.CancelAsync(request, cancellationToken);
    }
}
