using System.Net.Http.Json;
using System.Text;
using Pipeline.Bus;
using Pipeline.Faults;
using Pipeline.Messages;
using Pipeline.Store;
using Pipeline.Store.Queries;
using Pipeline.Store.Tables;
using Pipeline.Store.Writing;
using Pipeline.Trading.Orders;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Pipeline.Broker.Tests;

/// <summary>A pipeline of real processes over a broker whose queues are empty, with the eyes that a test needs.</summary>
internal sealed class PipelineOnBroker : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("pipeline-broker-test-");
    private readonly HttpClient http = new();
    private readonly IStoreDatabase database;

    private PipelineOnBroker(Func<string, Deployment> deploy, IStoreDatabase? store)
    {
        database = store ?? new SqliteDatabase(Path.Combine(data.FullName, "data", "pipeline.db"));
        Deployment = deploy(data.CreateSubdirectory("data").FullName);
    }

    public Deployment Deployment { get; }

    /// <param name="broker">The broker whose queues are to be empty; null where nobody else has used it.</param>
    public static async Task<PipelineOnBroker> StartAsync(Uri? broker, Func<string, Deployment> deploy, IStoreDatabase? store = null)
    {
        if (broker is not null)
        {
            await DeleteQueuesAsync(broker);
        }

        var pipeline = new PipelineOnBroker(deploy, store);
        await pipeline.Deployment.StartAsync(CancellationToken.None);
        await pipeline.Deployment.WaitUntilReadyAsync(CancellationToken.None);
        return pipeline;
    }

    public Task PostAsync(string intent) => PostAsync(Deployment.Door, intent);

    public async Task PostAsync(Uri door, string intent)
    {
        using var body = new StringContent(intent, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri(door, "/v1/intents"), body);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Returns the one order of a rebalance when it has ended.</summary>
    public async Task<OrderView> EndedOrderAsync(string rebalanceId) => await UntilAsync(
        async () => (await http.GetFromJsonAsync<OrderView[]>(new Uri(Deployment.Door, $"/v1/orders?rebalance_id={rebalanceId}&state=done"), PipelineJson.Options))!.SingleOrDefault(),
        $"the order of {rebalanceId} ends");

    public Task<DeadLetterRow> DeadLetterAsync(Func<DeadLetterRow, bool> isWanted) =>
        UntilAsync(() => Task.FromResult(DeadLetters().SingleOrDefault(isWanted)), "the dead letter is there");

    /// <summary>Waits until the door's process says that it lacks something.</summary>
    public Task UntilNotReadyAsync() => UntilAsync(
        async () =>
        {
            using var answer = await http.GetAsync(new Uri(Deployment.Door, "/health/ready"));
            return answer.IsSuccessStatusCode ? null : answer.ReasonPhrase;
        },
        "the process is not ready");

    /// <summary>The steps that have been recorded, of any order, by their stages.</summary>
    public IReadOnlyList<string> Steps() => database.Look(session => session.Query<string>("SELECT stage FROM steps"));

    public IReadOnlyList<DeadLetterRow> DeadLetters() => database.Look(session => DeadLetterTable.Newest(session, 100));

    /// <summary>Another connection to the store's file.</summary>
    public Microsoft.Data.Sqlite.SqliteConnection OpenStore() => ((SqliteDatabase)database).Open();

    /// <summary>A dead letter's message.</summary>
    public DeadLetterContent ContentOf(DeadLetterRow letter) => database.Look(session => DeadLetterTable.Content(session, letter.Id));

    /// <summary>The exception of a dead letter's newest failure.</summary>
    public string ExceptionOf(DeadLetterRow letter) => database.Look(session => DeadLetterHistoryTable.NewestException(session, letter.Id));

    /// <summary>Acts as the operator that every deployment has.</summary>
    public Task ActAsync(string path, string more = "") => ActAsync(HttpMethod.Post, path, more);

    /// <summary>As <see cref="ActAsync(string, string)"/>, by another method.</summary>
    public async Task ActAsync(HttpMethod method, string path, string more = "")
    {
        using var request = new HttpRequestMessage(method, new Uri(Deployment.Door, path))
        {
            Content = new StringContent($$"""{"why":"a test"{{more}}}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", Deployment.OperatorToken);
        using var answer = await http.SendAsync(request);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
        }
    }

    /// <summary>Code and scope of every alert, the oldest first.</summary>
    public IReadOnlyList<(string Code, string Scope)> Alerts() => database.Look(session => session.Query<(string Code, string Scope)>(
        "SELECT json_extract(data, '$.code'), json_extract(data, '$.scope') FROM journal WHERE kind = 'AlertRaised' ORDER BY seq"));

    /// <summary>How many messages of a stage a process has worked off.</summary>
    public async Task<double> HandledAsync(PipelineProgram program, string stage)
    {
        var metrics = await http.GetStringAsync(new Uri(program.Address, "/metrics"));
        var line = metrics.Split('\n').Single(line => line.StartsWith($"pipeline_stage_seconds_count{{stage=\"{stage}\"}}", StringComparison.Ordinal));
        return double.Parse(line[(line.LastIndexOf(' ') + 1)..]);
    }

    public static async Task<T> UntilAsync<T>(Func<Task<T?>> look, string what)
        where T : class
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (!deadline.IsCancellationRequested)
        {
            if (await look() is { } found)
            {
                return found;
            }

            await Task.Delay(Interval, TimeProvider.System, CancellationToken.None);
        }

        throw new TimeoutException($"Not within {Deadline.TotalSeconds} s: {what}");
    }

    public async ValueTask DisposeAsync()
    {
        await Deployment.DisposeAsync();
        http.Dispose();
        data.Delete(recursive: true);
    }

    // The tests of this assembly share a broker, one after the other.
    private static async Task DeleteQueuesAsync(Uri broker)
    {
        await using var connection = await RabbitMqServer.ConnectAsync(broker, CancellationToken.None);
        await using var channel = await connection.CreateChannelAsync();
        foreach (var queue in QueueNames.All)
        {
            await channel.QueueDeleteAsync(queue);
            await channel.QueueDeleteAsync(QueueNames.ErrorOf(queue));
            await channel.QueueDeleteAsync(QueueNames.SkippedOf(queue));
        }
    }
}
