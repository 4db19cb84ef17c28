using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Pipeline.Store;
using Pipeline.Workers.Tests.Agent;
using Pipeline.Workers.Tests.Bus;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.Access;

/// <summary>Whoever asks while the answer of a commit is lost is told that nobody knows, whether it was made or not.</summary>
[TestFixture(true)]
[TestFixture(false)]
public sealed class LostCommitAnswerTests(bool hasCommitted)
{
    private const string Intent = """{"rebalance_id":"r1","portfolio":"core","orders":[{"symbol":"AAPL","side":"buy","qty":1,"order_type":"market"}]}""";

    private readonly TempFolder folder = new();
    private RunningPipeline pipeline = null!;
    private LossyStore store = null!;

    [SetUp]
    public async Task StartAsync()
    {
        pipeline = await RunningPipeline.StartAsync(folder.Path, new Dictionary<string, string> { ["--operator-tokens"] = $"alice={Convert.ToHexStringLower(SHA256.HashData("alices"u8))}" }, isRestored: false, Decorate);
        store = (LossyStore)pipeline.Store;
        store.LosesAnswers(hasCommitted);
    }

    [TearDown]
    public async Task StopAsync()
    {
        store.LosesNoMore();
        await pipeline.DisposeAsync();
        folder.Dispose();
    }

    [Test]
    public async Task An_agent_over_HTTP_who_finds_it_by_sending_the_same_again()
    {
        using var lost = await pipeline.PostAsync(Intent);
        var problem = await lost.Content.ReadFromJsonAsync<JsonElement>();

        Assert.That((lost.StatusCode, problem.GetProperty("may_be_recorded").GetBoolean()), Is.EqualTo((HttpStatusCode.ServiceUnavailable, true)));
        Assert.That(problem.GetProperty("detail").GetString(), Does.StartWith("Nobody knows whether it was recorded. Send the same request again, with the same keys"));
        store.LosesNoMore();
        using var again = await pipeline.PostAsync(Intent);
        Assert.That((await again.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("orders")[0].GetProperty("duplicate").GetBoolean(), Is.EqualTo(hasCommitted));
    }

    [Test]
    public async Task An_agent_at_its_command_line()
    {
        var run = await IntentctlRun.OfAsync(pipeline.Http.BaseAddress!, Intent, "submit", "-");

        Assert.That((run.ExitCode, run.Said("may_be_recorded")), Is.EqualTo((6, "True")), run.Output);
    }

    [Test]
    public async Task An_operator_who_is_to_look_before_doing_it_again()
    {
        using var halt = new HttpRequestMessage(HttpMethod.Put, "/v1/halts/all") { Content = JsonContent.Create(new { why = "enough" }), Headers = { Authorization = new("Bearer", "alices") } };
        using var lost = await pipeline.Http.SendAsync(halt);
        var problem = await lost.Content.ReadFromJsonAsync<JsonElement>();

        Assert.That((lost.StatusCode, problem.GetProperty("may_be_recorded").GetBoolean()), Is.EqualTo((HttpStatusCode.ServiceUnavailable, true)));
        Assert.That(problem.GetProperty("detail").GetString(), Does.StartWith("Nobody knows whether it was recorded. Look whether it was done before you do it again."));
    }

    private static void Decorate(IServiceCollection services)
    {
        var made = services.Last(service => service.ServiceType == typeof(IStore));
        services.Remove(made);
        services.AddSingleton<IStore>(provider => new LossyStore((IStore)made.ImplementationFactory!(provider)));
    }
}
