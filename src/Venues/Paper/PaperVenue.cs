using System.Globalization;
using Microsoft.Data.Sqlite;
using Pipeline.Messages.Capabilities;
using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Paper;

/// <summary>
/// A venue of our own: a durable book that fills orders from quotes. Any number of processes may have it
/// open; whoever calls first brings it up to date, and it makes no difference who does. Where nobody else is at the book all work is done
/// before a call returns, so the task is complete; those who come meanwhile share the next transaction.
/// </summary>
public sealed class PaperVenue : IOrderEntry, IVenueReports, IDisposable
{
    internal const string Name = "paper";

    private const int PageSize = 1000;

    private readonly PaperVenueOptions _options;
    private readonly IQuoteSource _quotes;
    private readonly TimeProvider _time;
    private readonly Func<string, DateTimeOffset, DateTimeOffset?> _close;
    private readonly BookDatabase _database;
    private readonly ReportSignal _signal = new();

    /// <summary>Opens the book, or makes it.</summary>
    /// <param name="options">Where it is and whose.</param>
    /// <param name="quotes">The market.</param>
    /// <param name="time">The venue's clock.</param>
    /// <param name="close">The close of the session an instant belongs to, by symbol; null when day orders never expire.</param>
    public PaperVenue(
        PaperVenueOptions options, IQuoteSource quotes, TimeProvider time, Func<string, DateTimeOffset, DateTimeOffset?> close)
    {
        _options = options;
        _quotes = quotes;
        _time = time;
        _close = close;
        _database = new BookDatabase(options.Database, options.BusyTimeout);
        _database.InTransaction(tables =>
        {
            tables.OpenAccount(options.Account, options.StartingCash);
            return true;
        });
        Book = new PaperBook(_database);
    }

    /// <inheritdoc/>
    public string Adapter => Capabilities.Adapter;

    /// <inheritdoc/>
    public VenueCapabilities Capabilities => PaperCapabilities.Stated;

    /// <inheritdoc/>
    public string Venue => Name;

    /// <inheritdoc/>
    public string Account => _options.Account;

    /// <inheritdoc/>
    public TimeSpan SettleWindow => _options.SettleWindow;

    /// <summary>The book itself, for tests and scripts.</summary>
    public PaperBook Book { get; }

    /// <inheritdoc/>
    public Task<SubmitOutcome> SubmitAsync(NewOrderSingle order, LastLook lastLook, CancellationToken cancellationToken) => cancellationToken.IsCancellationRequested
        ? Task.FromResult<SubmitOutcome>(new SubmitOutcome.NotSent("CANCELED: the call was given up before it began"))
        : AttemptAsync(
            (_, book, now) => lastLook() is { } reason ? new SubmitOutcome.NotSent(reason) : book.Submit(order, now),
            reason => new SubmitOutcome.NotSent(reason),
            reason => (SubmitOutcome)new SubmitOutcome.Unknown(reason));

    /// <inheritdoc/>
    public Task<CancelOutcome> CancelAsync(OrderCancelRequest request, CancellationToken cancellationToken) => CallAsync(
        () => AttemptAsync(
            (_, book, now) => book.Cancel(request.OrigClOrdId, now),
            reason => new CancelOutcome.Unknown(reason),
            reason => (CancelOutcome)new CancelOutcome.Unknown(reason)),
        cancellationToken);

    /// <inheritdoc/>
    public Task<OrderQuery> QueryAsync(OrderStatusRequest request, CancellationToken cancellationToken) => CallAsync(
        () => AttemptAsync(
            (tables, _, _) => tables.Order(request.ClOrdId) is { } order ? new OrderQuery.Found(order.ToVenueOrder()) : new OrderQuery.NotFound(),
            reason => new OrderQuery.Unavailable(VenueFault.Transport, reason),
            reason => (OrderQuery)new OrderQuery.Unavailable(VenueFault.Transport, reason)),
        cancellationToken);

    /// <inheritdoc/>
    public Task<VenueAnswer<IReadOnlyList<VenueOrder>>> OpenOrdersAsync(CancellationToken cancellationToken) => Ask<VenueOrder>(
        _ => _database.Open.Orders.Select(order => order.ToVenueOrder()), cancellationToken);

    /// <inheritdoc/>
    public Task<VenueAnswer<IReadOnlyList<VenueOrder>>> ClosedOrdersAsync(DateTimeOffset since, CancellationToken cancellationToken) => Ask<VenueOrder>(
        tables => tables.OrdersSince(since).Where(order => !order.IsOpen).OrderBy(order => order.Seq).Select(order => order.ToVenueOrder()), cancellationToken);

    /// <inheritdoc/>
    public Task<VenueAnswer<IReadOnlyList<ExecutionReport>>> ExecutionsAsync(DateTimeOffset since, CancellationToken cancellationToken) => Ask<ExecutionReport>(
        tables => tables.ReportsSince(since).Reverse().Where(report => report.ExecType is (ExecType.Trade or ExecType.TradeCancel or ExecType.TradeCorrect)),
        cancellationToken);

    /// <inheritdoc/>
    public Task<VenueAnswer<IReadOnlyList<Quote>>> LatestQuotesAsync(IReadOnlyCollection<string> symbols, CancellationToken cancellationToken) => Ask<Quote>(
        _ => symbols.Select(symbol => _quotes.Latest(symbol, _time.GetUtcNow())).OfType<Quote>(), cancellationToken);

    /// <inheritdoc/>
    public Task<ReportPage> ReportsSinceAsync(string? watermark, CancellationToken cancellationToken) => CallAsync(
        () => PageAsync(watermark), cancellationToken);

    /// <inheritdoc/>
    public Task WaitForReportsAsync(CancellationToken cancellationToken) =>
        _signal.WaitAsync(_options.PollInterval, _time, cancellationToken);

    /// <inheritdoc/>
    public Task<AccountState> AccountAsync(CancellationToken cancellationToken) => CallAsync(
        () => AdvancedAsync((tables, _, now) => Valuation.Value(tables, _quotes, Account, now)), cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();

    private Task<VenueAnswer<IReadOnlyList<T>>> Ask<T>(Func<BookTables, IEnumerable<T>> question, CancellationToken cancellationToken) => CallAsync(
        () => AttemptAsync<VenueAnswer<IReadOnlyList<T>>>(
            (tables, _, _) => new VenueAnswer<IReadOnlyList<T>>.Stated([.. question(tables)]),
            reason => new VenueAnswer<IReadOnlyList<T>>.Unavailable(VenueFault.Transport, reason),
            reason => new VenueAnswer<IReadOnlyList<T>>.Unavailable(VenueFault.Transport, reason)),
        cancellationToken);

    private async Task<ReportPage> PageAsync(string? watermark)
    {
        var after = watermark is null ? 0 : long.Parse(watermark, NumberStyles.None, CultureInfo.InvariantCulture);
        var page = await AdvancedAsync((tables, _, _) => tables.ReportsAfter(after, PageSize).ToList()).ConfigureAwait(false);
        return new ReportPage(
            [.. page.Select(row => row.Report)],
            page.Count == 0 ? watermark : page[^1].Seq.ToString(CultureInfo.InvariantCulture));
    }

    private static Task<T> CallAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled<T>(cancellationToken) : call();

    /// <summary>
    /// Tells a call that certainly changed nothing from one that may have. Only a failed commit leaves a doubt:
    /// whatever fails earlier, a book that stays locked included, fails before anything is written.
    /// </summary>
    private async Task<T> AttemptAsync<T>(Func<BookTables, OrderBook, DateTimeOffset, T> work, Func<string, T> untouched, Func<string, T> unknown)
    {
        try
        {
            var result = await AdvancedAsync((tables, book, now) => (Value: work(tables, book, now), tables.MadeReports)).ConfigureAwait(false);
            if (result.MadeReports)
            {
                _signal.Set();
            }

            return result.Value;
        }
        catch (CommitInDoubtException e)
        {
            return unknown(e.Message);
        }
        catch (SqliteException e)
        {
            return untouched($"BOOK_UNAVAILABLE: {e.Message}");
        }
    }

    /// <summary>Works on the book as it is now. The clock is read once the book is ours, after the waiting for it.</summary>
    private Task<T> AdvancedAsync<T>(Func<BookTables, OrderBook, DateTimeOffset, T> work) => _database.InTransactionAsync(tables =>
    {
        var now = _time.GetUtcNow();
        var book = new OrderBook(tables, _database.Open, _quotes, _close, Account, _options.CommissionBps);
        book.Advance(now);
        return work(tables, book, now);
    });
}
