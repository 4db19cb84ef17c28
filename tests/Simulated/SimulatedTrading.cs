using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Simulation.VenueSimulator;

namespace Pipeline.Venues.Simulated;

/// <summary>A simulated venue, and a process that trades there by an adapter and books what it hears; on virtual time and the test's thread.</summary>
public abstract class SimulatedTrading : IDisposable
{
    private readonly SynchronizationContext? context = SynchronizationContext.Current;
    private IVenueReports? lookups;
    private string? watermark;
    private bool isListening;

    protected SimulatedTrading(SimulatorOptions options, string script)
    {
        SynchronizationContext.SetSynchronizationContext(null);
        Venue = new SimulatedVenue(options, Clock);
        Venue.Load(ScriptJson.ReadScript(script));
    }

    /// <summary>Ten o'clock in New York.</summary>
    public static DateTimeOffset Ten { get; } = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);

    public FakeTimeProvider Clock { get; } = new(Ten);

    public SimulatedVenue Venue { get; }

    public abstract IOrderEntry Entry { get; }

    public IVenueReports Lookups => lookups ??= NewProcess();

    public abstract TimeSpan PollInterval { get; }

    public List<ExecutionReport> Reports { get; } = [];

    public List<FeeReport> Fees { get; } = [];

    public DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>What has traded, in the order in which it was told.</summary>
    public IEnumerable<string?> Trades => Reports.Where(report => report.ExecType == ExecType.Trade).Select(report => report.ClOrdId);

    public void Listen()
    {
        isListening = true;
        Book();
    }

    /// <summary>The process dies; the next one knows the stored watermark.</summary>
    public void Stop()
    {
        isListening = false;
        (lookups as IDisposable)?.Dispose();
        lookups = null;
    }

    public SubmitOutcome Submit(string clOrdId, OrdType type = OrdType.Market, decimal? price = null) => Submit(NewOrder(clOrdId, type, price));

    public SubmitOutcome Submit(NewOrderSingle order) => Done(Entry.SubmitAsync(order, () => null, CancellationToken.None));

    public CancelOutcome Cancel(string clOrdId) => Done(Entry.CancelAsync(new OrderCancelRequest(clOrdId, null, Symbol, Side.Buy, 10), CancellationToken.None));

    public OrderQuery Query(string clOrdId) => Done(Lookups.QueryAsync(new OrderStatusRequest(clOrdId, Symbol), CancellationToken.None));

    public void Behave(string behaviour) => Act($$"""{"add_behaviours":[{{behaviour}}]}""");

    public void Act(string act) => Venue.Act(ScriptJson.ReadAct(act));

    public void Pass(TimeSpan time)
    {
        for (var end = Now + time; Now < end;)
        {
            Clock.Advance(TimeSpan.FromMilliseconds(500));
            Book();
        }
    }

    public static T Done<T>(Task<T> call)
    {
        Assert.That(call.IsCompleted, Is.True, "nothing leaves the caller's thread");
        return call.GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        Stop();
        (Entry as IDisposable)?.Dispose();
        Venue.Dispose();
        SynchronizationContext.SetSynchronizationContext(context);
        GC.SuppressFinalize(this);
    }

    /// <summary>The symbol that is traded.</summary>
    protected abstract string Symbol { get; }

    protected abstract NewOrderSingle NewOrder(string clOrdId, OrdType type, decimal? price);

    /// <summary>What reads the venue's news in a process that has just begun.</summary>
    protected abstract IVenueReports NewProcess();

    private void Book()
    {
        while (isListening && Done(Lookups.ReportsSinceAsync(watermark, CancellationToken.None)) is { IsEmpty: false } page)
        {
            Reports.AddRange(page.Reports);
            Fees.AddRange(page.Fees);
            watermark = page.Watermark;
        }
    }
}
