using Microsoft.Extensions.Logging;
using NUnit.Framework;
using Pipeline.Workers.Tests.Store;
using Pipeline.Monitoring;
using Pipeline.Store;
using Pipeline.Store.Tables;

namespace Pipeline.Workers.Tests.Monitoring;

/// <summary>What the journal has is told once, though the store be lost while it is said how far it was told.</summary>
public sealed class LostAnswerTests
{
    [TestCase(true, 1)]
    [TestCase(false, 2)]
    public async Task An_alert_is_told_once_when_nobody_knows_whether_the_cursor_was_moved_past_it(bool hasCommitted, int commits)
    {
        using var pipeline = new PipelineUnderTest();
        var (store, log) = (new LossyStore(pipeline.Store), new AlertLog());
        var briefs = new BriefMaker(pipeline.Store, pipeline.HaltFile, pipeline.Calendars, () => new Dictionary<string, string>(), pipeline.Clock);
        var watch = new JournalWatch(store, briefs, pipeline.Calendars, "paper", pipeline.Clock, log);
        await LookAsync();
        await pipeline.Store.WriteAsync(
            Turn.Of("an alert"), session => JournalTable.RaiseAlert(session, Alert.All.First(alert => alert.Severity == "ticket"), "A", Pipeline.Store.Steps.Stages.Operator, pipeline.Now, null, new { }));
        store.LosesAnswerOf(hasCommitted);

        var lost = await Assert.ThrowsAsync<StoreUnavailableException>(() => watch.LookAsync(CancellationToken.None));
        Assert.That((lost!.MayBeRecorded, log.Told), Is.EqualTo((true, 0)), "nobody knows yet");
        await LookAsync();
        await LookAsync();

        Assert.That((log.Told, store.Commits), Is.EqualTo((1, commits)));

        async Task LookAsync()
        {
            while (await watch.LookAsync(CancellationToken.None))
            {
            }
        }
    }

    /// <summary>Every entry that is counted is logged when it is an alert.</summary>
    private sealed class AlertLog : ILogger<JournalWatch>
    {
        public int Told { get; private set; }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Told++;
    }
}
