using Microsoft.Extensions.Time.Testing;
using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Paper.Tests;

/// <summary>A venue with a clock and a market in the hands of the test.</summary>
internal sealed class Exchange : IDisposable
{
    public Exchange(string database = PaperVenueOptions.InMemory, DateTimeOffset? close = null, IQuoteSource? quotes = null, decimal commissionBps = 0)
    {
        Market = quotes as ScriptedQuotes ?? new ScriptedQuotes();
        Venue = new PaperVenue(
            new PaperVenueOptions { Database = database, BusyTimeout = TimeSpan.FromMilliseconds(100), CommissionBps = commissionBps },
            quotes ?? Market,
            Time,
            (_, _) => close);
    }

    public FakeTimeProvider Time { get; } = new(Sample.Noon);

    public ScriptedQuotes Market { get; }

    public PaperVenue Venue { get; }

    public void GoTo(DateTimeOffset instant) => Time.SetUtcNow(instant);

    public SubmitOutcome Submit(NewOrderSingle order) => Done(Venue.SubmitAsync(order, () => null, CancellationToken.None));

    public CancelOutcome Cancel(string clOrdId) => Done(Venue.CancelAsync(new OrderCancelRequest(clOrdId, null, "AAPL", Side.Buy, 10), CancellationToken.None));

    public AccountState Account() => Done(Venue.AccountAsync(CancellationToken.None));

    public IReadOnlyList<ExecutionReport> Reports() => Done(Venue.ReportsSinceAsync(null, CancellationToken.None)).Reports;

    public VenueOrder Order(string clOrdId) => ((OrderQuery.Found)Done(Venue.QueryAsync(new OrderStatusRequest(clOrdId, "AAPL"), CancellationToken.None))).Order;

    public void Dispose() => Venue.Dispose();

    private static T Done<T>(Task<T> task)
    {
        Assert.That(task.IsCompleted, "A call of the venue is over when it returns.");
        return task.GetAwaiter().GetResult();
    }
}
