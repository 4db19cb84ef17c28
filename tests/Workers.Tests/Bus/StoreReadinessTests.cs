using System.Net;
using System.Text.Json;
using NUnit.Framework;
using Pipeline.Store.Writing;

namespace Pipeline.Workers.Tests.Bus;

/// <summary>What a process says of a store that it can read in part, or not write.</summary>
public sealed class StoreReadinessTests
{
    [Test]
    public async Task A_process_that_can_record_nothing_is_not_ready_until_it_can_and_says_so()
    {
        using var folder = new TempFolder();
        await using var pipeline = await RunningPipeline.StartAsync(folder.Path);
        using var other = new SqliteDatabase(Path.Combine(folder.Path, "pipeline.db")).Open();
        var held = other.BeginTransaction(deferred: false);
        var published = 0;

        await Eventually.Until(PublishAsync, status => status == HttpStatusCode.ServiceUnavailable, "nothing is recorded");
        await Eventually.Until(() => ReadyAsync(pipeline), ready => ready.Status == HttpStatusCode.ServiceUnavailable, "the process is not ready");
        var (_, report) = await ReadyAsync(pipeline);
        Assert.That(report.GetProperty("checks").GetProperty("store").GetString(), Does.StartWith("takes no writes: ").And.Contains("database is locked"));
        Assert.That(report.GetProperty("unsent_messages").ValueKind, Is.EqualTo(JsonValueKind.Number), "it is read as ever");
        await Eventually.Until(() => pipeline.Http.GetStringAsync("/metrics"), metrics => metrics.Contains("pipeline_ready{check=\"store\"} 0", StringComparison.Ordinal), "it is lacked");

        await held.DisposeAsync();
        await Eventually.Until(PublishAsync, status => status == HttpStatusCode.Accepted, "it is recorded again");
        await Eventually.Until(() => ReadyAsync(pipeline), ready => ready.Status == HttpStatusCode.OK, "the process is ready");

        async Task<HttpStatusCode> PublishAsync()
        {
            using var answer = await pipeline.PostAsync(Intents.Buy($"n{published++}"));
            return answer.StatusCode;
        }
    }

    [Test]
    public async Task A_process_that_can_not_read_what_it_needs_is_not_ready_and_says_why()
    {
        using var folder = new TempFolder();
        await using var pipeline = await RunningPipeline.StartAsync(folder.Path);
        await pipeline.Store.WriteAsync(session => session.Execute("ALTER TABLE halts RENAME TO elsewhere"));

        var (status, report) = await ReadyAsync(pipeline);

        Assert.That((status, report.GetProperty("checks").GetProperty("store").GetString()), Is.EqualTo((HttpStatusCode.ServiceUnavailable, "SQLite Error 1: 'no such table: halts'.")));
    }

    private static async Task<(HttpStatusCode Status, JsonElement Report)> ReadyAsync(RunningPipeline pipeline)
    {
        using var answer = await pipeline.Http.GetAsync("/health/ready");
        return (answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement);
    }
}
