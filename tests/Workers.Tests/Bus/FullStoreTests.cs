using System.Net;
using System.Text.Json;
using NUnit.Framework;
using Pipeline.Store;

namespace Pipeline.Workers.Tests.Bus;

/// <summary>A process whose store can be read, and takes nothing new.</summary>
public sealed class FullStoreTests
{
    [Test]
    public async Task A_process_that_can_record_nothing_is_not_ready_until_it_can_and_says_so()
    {
        using var folder = new TempFolder();
        await using var pipeline = await RunningPipeline.StartAsync(folder.Path);
        await pipeline.Store.WriteAsync(session => session.Execute("PRAGMA max_page_count=1"));
        var published = 0;

        await Eventually.Until(PublishAsync, status => status == HttpStatusCode.ServiceUnavailable, "there is no room for an intent");
        await Eventually.Until(
            async () =>
            {
                await PublishAsync();
                return await ReadyAsync();
            },
            ready => ready.Status == HttpStatusCode.ServiceUnavailable, "the process is not ready");
        var (_, report) = await ReadyAsync();
        Assert.That(report.GetProperty("checks").GetProperty("store").GetString(), Does.StartWith("takes no writes: ").And.Contains("full"));
        Assert.That(report.GetProperty("unsent_messages").ValueKind, Is.EqualTo(JsonValueKind.Number), "it is read as ever");
        await Eventually.Until(() => pipeline.Http.GetStringAsync("/metrics"), metrics => metrics.Contains("pipeline_ready{check=\"store\"} 0", StringComparison.Ordinal), "it is lacked");

        await pipeline.Store.WriteAsync(session => session.Execute("PRAGMA max_page_count=1000000"));
        await Eventually.Until(PublishAsync, status => status == HttpStatusCode.Accepted, "there is room again");
        await Eventually.Until(ReadyAsync, ready => ready.Status == HttpStatusCode.OK, "the process is ready");

        async Task<HttpStatusCode> PublishAsync()
        {
            using var answer = await pipeline.PostAsync(Intents.Buy($"n{published++}"));
            return answer.StatusCode;
        }

        async Task<(HttpStatusCode Status, JsonElement Report)> ReadyAsync()
        {
            using var answer = await pipeline.Http.GetAsync("/health/ready");
            return (answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement);
        }
    }
}
