using System.Text;
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

    private readonly Dictionary<string, TimeSpan> slowest = [];

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

        foreach (var some in pages.Chunk(4))
        {
            var before = await CountsAsync(pipeline, some);
            var started = TimeProvider.System.GetTimestamp();
            await pipeline.Store.WriteAsync(session => some.Sum(alert => JournalTable.RaiseAlert(session, alert, "test", "test", Before, null, new { })));
            var standing = (await pipeline.GetAsync("/v1/worklist")).EnumerateArray().Select(item => item.GetProperty("what").GetString()!).ToList();
            Assert.That(some.Where(alert => alert.StandsAlone && alert != Alert.MarketHalted && !standing.Exists(what => what.Contains(alert.Code, StringComparison.Ordinal))), Is.Empty, "of them the worklist has nothing");
            Note("worklist", started);
            await Eventually.Until(() => CountsAsync(pipeline, some), counts => counts.Zip(before).All(count => count.First > count.Second), "they are counted");
            Note("metric", started);
            await Eventually.Until(() => ReadAsync(Path.Combine(folder.Path, "logs")), log => some.All(alert => log.Contains($"\"alert\":\"{alert.Code}\"", StringComparison.Ordinal)), "they are logged");
            Note("log", started);
            await Eventually.Holds(() => some.All(alert => NoticeOf(pipeline.Store, alert) is { } id && hooks.Taken.Any(call => Encoding.UTF8.GetString(call.Body).Contains(id, StringComparison.Ordinal))), "OpenClaw has their notices");
            Note("notice", started);
        }

        var briefs = pipeline.Store.Read(session => BriefTable.Newest(session, 200));
        Assert.That(briefs.Select(brief => brief.Alert), Is.EquivalentTo(pages.Select(alert => alert.Code)));
        TestContext.Out.WriteLine(string.Join(", ", slowest.Select(channel => $"{channel.Key} {channel.Value.TotalMilliseconds:0} ms")));
        Assert.That(slowest.Values, Is.All.LessThan(Promised), string.Join(", ", slowest));
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

    private void Note(string channel, long started) =>
        slowest[channel] = TimeProvider.System.GetElapsedTime(started) is var took && took > slowest.GetValueOrDefault(channel) ? took : slowest[channel];

    private static async Task<IReadOnlyList<double>> CountsAsync(RunningPipeline pipeline, IEnumerable<Alert> alerts)
    {
        var metrics = (await pipeline.Http.GetStringAsync("/metrics")).Split('\n');
        return [.. alerts.Select(alert => CountIn(metrics, alert))];
    }

    private static async Task<double> CountAsync(RunningPipeline pipeline, Alert alert) => (await CountsAsync(pipeline, [alert]))[0];

    private static double CountIn(string[] metrics, Alert alert)
    {
        var line = metrics.Single(line => line.StartsWith($"pipeline_alerts_total{{alert=\"{alert.Code}\",severity=\"{alert.Severity}\"}}", StringComparison.Ordinal));
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
