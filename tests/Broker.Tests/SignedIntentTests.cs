using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NUnit.Framework;
using Pipeline.Access.Signatures;
using Pipeline.Bus;
using Pipeline.Faults;
using Pipeline.Workers.Tests.Access;
using RabbitMQ.Client;

namespace Pipeline.Broker.Tests;

/// <summary>Signed intents over AMQP, on a broker whose every connection but the test's own is encrypted.</summary>
public sealed class SignedIntentTests
{
    private DirectoryInfo folder = null!;
    private RabbitMqServer broker = null!;
    private PipelineOnBroker pipeline = null!;
    private (string KeyId, byte[] Secret) key;

    [OneTimeSetUp]
    public async Task Start()
    {
        folder = Directory.CreateTempSubdirectory("pipeline-tls-");
        var certificates = new Certificates(folder.FullName);
        var master = Path.Combine(folder.FullName, "master");
        await File.WriteAllTextAsync(master, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(master, UnixFileMode.UserRead);
        }

        broker = new RabbitMqServer(folder.FullName);
        await broker.StartAsync();
        pipeline = await PipelineOnBroker.StartAsync(broker.Uri, data => Deployment.InOneProcess(
            data, "--transport", "rabbitmq", "--broker", broker.TlsUri!.ToString(), "--broker-ca", certificates.Authority,
            "--broker-certificate", certificates.Server, "--broker-certificate-key", certificates.Key,
            "--access-credentials", "required", "--access-master-key-file", master));
        key = await CreateKeyAsync();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await pipeline.DisposeAsync();
        await broker.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Test]
    public async Task A_signed_intent_is_filled_over_TLS_however_long_it_waited_and_once()
    {
        await PublishAsync("signed", Intent, age: TimeSpan.FromMinutes(5));
        await PublishAsync("signed", Intent, age: TimeSpan.Zero);

        Assert.That(await EndedAsync("signed"), Is.EqualTo("filled"));
        Assert.That(await broker.RunCtlAsync("list_connections", "ssl"), Does.Contain("true").And.Not.Contain("false"), "the pipeline's connections are encrypted");
    }

    [TestCase("unsigned", "credentials-missing")]
    [TestCase("swapped", "signature-mismatch")]
    [TestCase("anothers", "strategy-mismatch")]
    public async Task What_is_not_signed_as_it_must_be_ends_in_the_dead_letters(string id, string code)
    {
        var body = id == "anothers" ? Intent.Replace("{\"portfolio\"", "{\"strategy_id\":\"carry\",\"portfolio\"", StringComparison.Ordinal) : Intent;
        await PublishAsync(id, body, TimeSpan.Zero, isSigned: id != "unsigned", sent: id == "swapped" ? Intent.Replace("5", "500", StringComparison.Ordinal) : body);

        Assert.That((await pipeline.DeadLetterAsync(letter => letter.MessageId == id)).Reason, Does.Contain(code));
    }

    private const string Intent = """{"portfolio":"p","orders":[{"symbol":"AAPL","side":"buy","qty":5,"order_type":"market"}]}""";

    private async Task PublishAsync(string id, string body, TimeSpan age, bool isSigned = true, string? sent = null)
    {
        await using var connection = await RabbitMqServer.ConnectAsync(broker.Uri, CancellationToken.None);
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        var time = (TimeProvider.System.GetUtcNow() - age).ToUnixTimeSeconds();
        var properties = new BasicProperties { MessageId = id, Persistent = true };
        if (isSigned)
        {
            properties.Headers = new Dictionary<string, object?>
            {
                [SignedHead.KeyIdHeader] = key.KeyId, [SignedHead.IdHeader] = id, [SignedHead.TimestampHeader] = time,
                [SignedHead.SignatureHeader] = WebhookSignature.SignHmac(key.Secret, WebhookSignature.Content(id, time, Encoding.UTF8.GetBytes(body))),
            };
        }

        await channel.BasicPublishAsync(QueueNames.IntentsExchange, "", mandatory: true, properties, Encoding.UTF8.GetBytes(sent ?? body));
    }

    private async Task<string> EndedAsync(string rebalanceId)
    {
        using var http = Operator();
        var order = await PipelineOnBroker.UntilAsync(
            async () => (await http.GetFromJsonAsync<JsonElement[]>($"/v1/orders?rebalance_id={rebalanceId}&state=done")) is [var only] ? only.GetProperty("ord_status").GetString() : null, "the order ends");
        return order;
    }

    private async Task<(string, byte[])> CreateKeyAsync()
    {
        using var http = Operator();
        using var answer = await http.PostAsJsonAsync("/v1/keys", new { why = "of a test", strategy_id = "momentum" });
        var shown = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("shown");
        return (shown.GetProperty("key_id").GetString()!, WebhookKeys.Secret(shown.GetProperty("secret").GetString()!));
    }

    private HttpClient Operator()
    {
        var http = new HttpClient { BaseAddress = pipeline.Deployment.Door };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Deployment.OperatorToken);
        return http;
    }
}
