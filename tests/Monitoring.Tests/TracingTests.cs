using System.Text;
using NUnit.Framework;
using Pipeline.Faults;

namespace Pipeline.Monitoring.Tests;

/// <summary>One order is one trace, from the agent's request to the fill, whichever processes it goes through.</summary>
public sealed class TracingTests
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Parent = "00f067aa0ba902b7";
    private static readonly string[] Parts = ["POST", "validation", "session", "submission", "venue submit", "venue reports trade"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private DirectoryInfo folder = null!;

    [SetUp]
    public void Begin() => folder = Directory.CreateTempSubdirectory("pipeline-traces-");

    [TearDown]
    public void End() => folder.Delete(recursive: true);

    [Test]
    public async Task In_one_process()
    {
        using var receiver = new OtlpReceiver();
        await using var pipeline = Deployment.InOneProcess(Path.Combine(folder.FullName, "data"), "--otlp-endpoint", receiver.Address);

        await OneTraceAsync(pipeline, receiver);
    }

    [Test]
    public async Task Over_RabbitMQ_through_two_processes()
    {
        using var receiver = new OtlpReceiver();
        await using var broker = new RabbitMqServer();
        await broker.StartAsync();
        await using var pipeline = Deployment.InTwoProcesses(Path.Combine(folder.FullName, "data"), broker.Uri, "--otlp-endpoint", receiver.Address);

        await OneTraceAsync(pipeline, receiver);
    }

    private async Task OneTraceAsync(Deployment pipeline, OtlpReceiver receiver)
    {
        await pipeline.StartAsync(CancellationToken.None);
        await pipeline.WaitUntilReadyAsync(CancellationToken.None);
        await PostAsync(pipeline.Door);

        var spans = await UntilAsync(
            () => [.. receiver.Spans.Where(span => span.TraceId == Trace)], IsWhole);

        Assert.That(spans.Select(span => span.SpanId), Is.Unique);
        Assert.That(spans.Single(span => span.Name.StartsWith("POST", StringComparison.Ordinal)).ParentId, Is.EqualTo(Parent), "the agent's traceparent is taken up");
        Assert.That(await LogsAsync(), Does.Contain($"\"trace_id\":\"{Trace}\""));
    }

    // Each process sends its spans in its own time and a caller's after those it called. The call of the venue belongs to
    // the consumer that makes it.
    private static bool IsWhole(IReadOnlyList<Span> spans) =>
        Parts.All(part => spans.Any(span => span.Name.Contains(part, StringComparison.Ordinal)))
        && spans.Single(span => span.Name == "venue submit") is var submit
        && spans.Any(span => span.SpanId == submit.ParentId);

    private async Task<string> LogsAsync()
    {
        var text = new StringBuilder();
        foreach (var file in Directory.GetFiles(Path.Combine(folder.FullName, "data", "logs")))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream);
            text.Append(await reader.ReadToEndAsync());
        }

        return text.ToString();
    }

    private static async Task PostAsync(Uri door)
    {
        using var http = new HttpClient { BaseAddress = door };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/intents")
        {
            Content = new StringContent(
                """{"rebalance_id":"traced","portfolio":"core","orders":[{"symbol":"AAPL","side":"buy","qty":3,"order_type":"market"}]}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("traceparent", $"00-{Trace}-{Parent}-01");
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<IReadOnlyList<Span>> UntilAsync(Func<IReadOnlyList<Span>> look, Func<IReadOnlyList<Span>, bool> isEnough)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var spans = look();
            if (isEnough(spans))
            {
                return spans;
            }

            if (TimeProvider.System.GetElapsedTime(started) > Patience)
            {
                throw new TimeoutException($"the trace is not whole: {string.Join(", ", spans.Select(span => span.Name))}");
            }

            await Task.Delay(Pause, TimeProvider.System);
        }
    }
}
