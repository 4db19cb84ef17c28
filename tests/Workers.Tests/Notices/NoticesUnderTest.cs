using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Notices;
using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Trading.Notices;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.Notices;

/// <summary>The collector and the sender over one store in memory, OpenClaw's hooks over real HTTP, and a clock in the hands of the test.</summary>
internal sealed class NoticesUnderTest : IAsyncDisposable
{
    public const string First = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    public const string Second = "BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB";

    private readonly HttpMessageInvoker http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });

    private NoticesUnderTest(HooksStub hooks, NoticesOptions options)
    {
        (Hooks, Options) = (hooks, options);
        options.Url = hooks.Url;
        Restart();
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 2, 15, 0, 0, TimeSpan.Zero));

    private readonly TestStore store = TestStore.Create();

    public IStore Store => store.Store;

    public HooksStub Hooks { get; }

    public NoticesOptions Options { get; }

    public LogSink Log { get; } = new();

    public NoticeCollector Collector { get; private set; } = null!;

    public NoticeSender Sender { get; private set; } = null!;

    /// <summary>Starts with a cursor at the journal's beginning.</summary>
    public static async Task<NoticesUnderTest> StartAsync(NoticesOptions? options = null)
    {
        var notices = new NoticesUnderTest(await HooksStub.StartAsync(), options ?? new NoticesOptions { Timeout = TimeSpan.FromMilliseconds(500) });
        await notices.Collector.CollectAsync(CancellationToken.None);
        return notices;
    }

    /// <summary>A new process on the same store.</summary>
    public void Restart(string token = HooksStub.Token)
    {
        Collector = new NoticeCollector(Store, Options, Clock, new Logger<NoticeCollector>(Log));
        Sender = new NoticeSender(Store, Options, token, http, Clock, Clock, new Logger<NoticeSender>(Log));
    }

    /// <summary>Something happens to an order.</summary>
    public Task HappenAsync(string kind, string? clOrdId = First, string data = "{}") => Store.WriteAsync(session =>
        JournalTable.Append(session, new JournalEntry(0, Clock.GetUtcNow(), kind, clOrdId, null, "submission", null, data)));

    /// <summary>The order ends at the venue in a word.</summary>
    public Task EndAsync(string ordStatus, string clOrdId = First) => HappenAsync("ExecutionReport", clOrdId, $$"""{"ord_status":"{{ordStatus}}"}""");

    /// <summary>Collects and gives everything that is due.</summary>
    public async Task RunAsync()
    {
        while (await Collector.CollectAsync(CancellationToken.None) | await Sender.SendAsync(CancellationToken.None))
        {
        }
    }

    public IReadOnlyList<NoticeRow> Rows(NoticeState state) => Store.Read(session => NoticeTable.List(session, state, 0, 100));

    /// <summary>What was taken in, as kind and subject.</summary>
    public IReadOnlyList<string> Told() => [.. Hooks.Taken.Select(call => call.Key).Distinct()
        .Select(key => Rows(NoticeState.Sent).Concat(Rows(NoticeState.Waiting)).Single(row => row.EventId == key)).Select(row => $"{row.Kind} {row.Subject[..1]}")];

    public IReadOnlyList<string> Alerts() => Store.Read(session =>
        session.Query<string>("SELECT json_extract(data, '$.code') FROM journal WHERE kind = 'AlertRaised' AND stage = 'notices' ORDER BY seq"));

    public async ValueTask DisposeAsync()
    {
        await Hooks.DisposeAsync();
        http.Dispose();
        store.Dispose();
    }
}

/// <summary>Keeps what is logged.</summary>
internal sealed class LogSink : ILoggerFactory, ILogger
{
    public List<string> Lines { get; } = [];

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Add(formatter(state, exception) + exception);

    public void Dispose()
    {
    }
}
