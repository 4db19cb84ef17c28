using System.Text.Json;
using NUnit.Framework;
using Pipeline.Store;
using Pipeline.Store.Queries;
using Pipeline.Store.Tables;
using Pipeline.Workers.Tests.Bus;
using Pipeline.Workers.Tests.Notices;

namespace Pipeline.Workers.Tests.Monitoring;

/// <summary>RTS 6 Art 16(5): an alert within five seconds of its event. A scrape every five seconds can't promise that, so the pipeline tells by itself.</summary>
public sealed class AlertsInTimeTests
{
    // A time ahead of the pipeline's clock would halt it.
    private static readonly DateTimeOffset Before = new(2026, 3, 2, 14, 59, 59, TimeSpan.Zero);
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(5);

    [Test]
    public async Task Whatever_pages_is_counted_logged_briefed_and_told_within_five_seconds()
    {
        using var folder = new TempFolder();
        await using var hooks = await HooksStub.StartAsync();
        var token = Path.Combine(folder.Path, "token");
        await File.WriteAllTextAsync(token, HooksStub.Token);
        await using var pipeline = await RunningPipeline.StartAsync(
            folder.Path, ("--notices-url", hooks.Url), ("--notices-hook", "orders"), ("--notices-token-file", token));
        var pages = Alert.All.Where(alert => alert.Severity == "page").ToList();
        Assert.That(pages, Has.Count.GreaterThan(25));

        foreach (var alert in pages)
        {
            var before = await CountAsync(pipeline, alert);
            var started = TimeProvider.System.GetTimestamp();
            await pipeline.Store.WriteAsync(session => JournalTable.RaiseAlert(session, alert, "test", "test", Before, null, new { }));
            await Eventually.Until(() => CountAsync(pipeline, alert), count => count > before, $"{alert.Code} is counted");
            await Eventually.Until(() => Task.FromResult(NoticeOf(pipeline.Store, alert)), notice => notice is not null, $"a notice of {alert.Code}'s brief is made");
            Assert.That(TimeProvider.System.GetElapsedTime(started), Is.LessThan(Promised), alert.Code);
        }

        var briefs = pipeline.Store.Read(session => BriefTable.Newest(session, 200));
        Assert.That(briefs.Select(brief => brief.Alert), Is.EquivalentTo(pages.Select(alert => alert.Code)));
        var told = pages.Select(alert => NoticeOf(pipeline.Store, alert)!).ToHashSet();
        await Eventually.Until(() => Task.FromResult(hooks.Taken.Select(call => System.Text.Encoding.UTF8.GetString(call.Body)).ToList()), bodies => told.All(id => bodies.Exists(body => body.Contains(id, StringComparison.Ordinal))), "OpenClaw is told of each");
        var log = await ReadAsync(Path.Combine(folder.Path, "logs"));
        Assert.That(pages.Where(alert => !log.Contains($"\"alert\":\"{alert.Code}\"", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task A_storm_of_one_alert_makes_one_brief()
    {
        using var folder = new TempFolder();
        await using var pipeline = await RunningPipeline.StartAsync(folder.Path);
        var before = await CountAsync(pipeline, Alert.CancelStuck);

        await pipeline.Store.WriteAsync(session => Enumerable.Range(0, 500).Select(_ => JournalTable.RaiseAlert(session, Alert.CancelStuck, "x", "test", Before, null, new { })).Sum());
        await Eventually.Until(() => CountAsync(pipeline, Alert.CancelStuck), count => count >= before + 500, "all are counted");

        Assert.That(pipeline.Store.Read(session => BriefTable.Newest(session, 200)).Select(brief => brief.Alert), Is.EqualTo(new[] { "CANCEL_STUCK" }));
    }

    private static async Task<double> CountAsync(RunningPipeline pipeline, Alert alert)
    {
        var metrics = await pipeline.Http.GetStringAsync("/metrics");
        var line = metrics.Split('\n').Single(line => line.StartsWith($"pipeline_alerts_total{{alert=\"{alert.Code}\",severity=\"{alert.Severity}\"}}", StringComparison.Ordinal));
        return double.Parse(line[(line.LastIndexOf(' ') + 1)..]);
    }

    // The brief's id in the notice.
    private static string? NoticeOf(IStore store, Alert alert) => store.Read(session => session.QueryFirst<string>(
        "SELECT n.subject FROM notices n JOIN briefs b ON b.brief_id = n.subject WHERE n.kind = 'brief' AND b.alert = @Code", new { alert.Code }));

    private static async Task<string> ReadAsync(string logs)
    {
        var text = "";
        foreach (var file in Directory.GetFiles(logs))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream);
            text += await reader.ReadToEndAsync();
        }

        return text;
    }
}
