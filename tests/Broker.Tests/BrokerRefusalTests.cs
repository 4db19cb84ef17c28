using System.Text.Json;
using NUnit.Framework;
using Pipeline.Bus;
using Pipeline.Bus.Topology;
using Pipeline.Faults;
using Pipeline.Workers.Tests.Access;

namespace Pipeline.Broker.Tests;

/// <summary>A broker that is up and lets nobody in: what is said of it is the broker's own reason.</summary>
public sealed class BrokerRefusalTests
{
    private DirectoryInfo folder = null!;
    private RabbitMqServer server = null!;

    [OneTimeSetUp]
    public async Task StartServer()
    {
        folder = Directory.CreateTempSubdirectory("pipeline-refusal-");
        _ = new Certificates(folder.FullName);
        server = new RabbitMqServer(folder.FullName);
        await server.StartAsync();
    }

    [OneTimeTearDown]
    public async Task DiscardServer()
    {
        await server.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Test]
    public async Task A_password_that_is_wrong_is_a_login_that_was_refused() =>
        Assert.That(await RefusalAsync(WithWrongPassword), Does.Contain("ACCESS_REFUSED").And.Not.Contain("not-this-one"));

    [Test]
    public async Task A_virtual_host_that_is_not_there_is_named() => Assert.That(await RefusalAsync($"{server.Uri}nowhere"), Does.Contain("vhost nowhere not found"));

    [Test]
    public async Task A_certificate_of_an_authority_that_is_not_ours_is_named()
    {
        var others = new Certificates(folder.CreateSubdirectory("others").FullName);

        Assert.That(await RefusalAsync(server.TlsUri!.ToString(), others.Authority), Does.Contain("certificate"));
    }

    [Test]
    public async Task A_node_that_is_down_beside_one_that_refuses_hides_nothing() =>
        Assert.That(await RefusalAsync(WithWrongPassword.Replace("@", "@127.0.0.1:1,", StringComparison.Ordinal)), Does.Contain("ACCESS_REFUSED"));

    [Test]
    public async Task A_broker_that_is_down_refuses_nothing()
    {
        var failure = await FailureAsync("amqp://guest:guest@127.0.0.1:1/");

        Assert.That((BrokerRefusal.Of(failure), BrokerRefusal.Cause(failure)), Is.EqualTo(((string?)null, "Connection refused")));
    }

    [Test]
    public async Task The_process_that_is_refused_says_so_and_not_that_the_broker_may_be_down()
    {
        var data = folder.CreateSubdirectory("data").FullName;
        await using var deployment = Deployment.InOneProcess(data, "--transport", "rabbitmq", "--broker", WithWrongPassword);
        using var http = new HttpClient();
        deployment.Programs[0].Start();
        await deployment.Programs[0].WaitUntilItServesAsync(CancellationToken.None);

        var said = await PipelineOnBroker.UntilAsync(async () => await BusAsync() is { } bus && bus.Contains("ACCESS_REFUSED", StringComparison.Ordinal) ? bus : null, "readiness names it");

        Assert.That(said, Does.StartWith("not started; no connection to the broker at amqp://").And.Not.Contain("not-this-one"));
        Assert.That(Directory.GetFiles(Path.Combine(data, "logs")).Select(Read), Has.Some.Contains("\"Error\":\"ACCESS_REFUSED").And.None.Contains("not-this-one"));

        async Task<string?> BusAsync()
        {
            using var answer = await http.GetAsync(new Uri(deployment.Door, "/health/ready"));
            using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            return body.RootElement.GetProperty("checks").GetProperty("bus").GetString();
        }
    }

    private string WithWrongPassword => $"amqp://guest:not-this-one@{server.Uri.Authority}/";

    private static async Task<string?> RefusalAsync(string address, string authority = "") => BrokerRefusal.Of(await FailureAsync(address, authority));

    private static async Task<Exception> FailureAsync(string address, string authority = "") => (await Assert.CatchAsync(
        () => BrokerSetup.EnsureAsync(new BusOptions { Transport = "rabbitmq", Broker = address, BrokerCa = authority }, new BrokerNodes(), CancellationToken.None)))!;

    private static string Read(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }
}
