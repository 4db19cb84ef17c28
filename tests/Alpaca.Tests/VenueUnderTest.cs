using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Alpaca.Tests;

/// <summary>
/// The reports over lists and a stream in the hands of the test. It is ten o'clock in New York; every call completes on the
/// caller's thread, as a simulation needs it.
/// </summary>
internal sealed class VenueUnderTest : IDisposable
{
    private readonly SynchronizationContext? context = SynchronizationContext.Current;

    public VenueUnderTest()
    {
        // The test framework's own would have what follows an await run on another thread.
        SynchronizationContext.SetSynchronizationContext(null);
        Http.OnRequest = Answer;
        Reports = Restart();
    }

    public FakeTimeProvider Clock { get; } = new(Sample.Ten);

    public DateTimeOffset Now => Clock.GetUtcNow();

    public StubVenue Http { get; } = new();

    public List<ScriptedSocket> Sockets { get; } = [];

    public ScriptedSocket Socket => Sockets[^1];

    /// <summary>Prepares the next connection; may throw.</summary>
    public Action<ScriptedSocket> OnConnect { get; set; } = _ => { };

    /// <summary>What the lists hold.</summary>
    public List<string> Orders { get; } = [];

    public List<string> Fills { get; } = [];

    public List<string> Fees { get; } = [];

    /// <summary>The fees that were told, in their order.</summary>
    public List<FeeReport> Taken { get; } = [];

    /// <summary>Answers instead of the lists while it is set.</summary>
    public Func<HttpResponseMessage>? Outage { get; set; }

    public AlpacaReports Reports { get; private set; }

    public LogLines Log { get; } = new();

    public string? Watermark { get; set; }

    /// <summary>A new process over the same venue.</summary>
    public AlpacaReports Restart()
    {
        Reports?.Dispose();
        return Reports = new AlpacaReports(
            Http,
            _ =>
            {
                var socket = new ScriptedSocket();
                Sockets.Add(socket);
                OnConnect(socket);
                return new(socket);
            },
            "acc", StubVenue.Options, StubVenue.Credentials, Clock, Log);
    }

    /// <summary>Asks once and books what comes.</summary>
    public IReadOnlyList<ExecutionReport> Next()
    {
        var asked = Reports.ReportsSinceAsync(Watermark, CancellationToken.None);
        Assert.That(asked.IsCompleted, Is.True, "nothing leaves the caller's thread");
        var page = asked.GetAwaiter().GetResult();
        Watermark = page.IsEmpty ? Watermark : page.Watermark;
        Taken.AddRange(page.Fees);
        return page.Reports;
    }

    /// <summary>Lets time pass in small steps, as timers that set timers need it.</summary>
    public void Pass(TimeSpan time)
    {
        for (var end = Now + time; Now < end;)
        {
            Clock.Advance(TimeSpan.FromMilliseconds(500));
        }
    }

    /// <summary>The same, and asks all the while.</summary>
    public void Follow(TimeSpan time)
    {
        for (var end = Now + time; Now < end;)
        {
            Next();
            Clock.Advance(TimeSpan.FromMilliseconds(500));
        }
    }

    public int LooksAsked => Http.Asked.Count(asked => asked.StartsWith("GET /v2/orders?status=all", StringComparison.Ordinal));

    public void Dispose()
    {
        Reports.Dispose();
        Http.Dispose();
        SynchronizationContext.SetSynchronizationContext(context);
    }

    private HttpResponseMessage Answer(string asked) => Outage?.Invoke() ?? asked switch
    {
        _ when asked.StartsWith("GET /v2/orders?", StringComparison.Ordinal) => StubVenue.Json(Sample.List([.. Orders])),
        _ when asked.StartsWith("GET /v2/account/activities/FILL?", StringComparison.Ordinal) => StubVenue.Json(Sample.List([.. Fills])),
        _ when asked.StartsWith("GET /v2/account/activities?activity_types=FEE,CFEE&", StringComparison.Ordinal) => StubVenue.Json(Sample.List([.. Fees])),
        _ => throw new InvalidOperationException($"Nobody said what {asked} answers"),
    };
}

internal sealed class LogLines : ILogger<AlpacaReports>
{
    public List<string> Lines { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Add($"{formatter(state, exception)} {exception}");
}
