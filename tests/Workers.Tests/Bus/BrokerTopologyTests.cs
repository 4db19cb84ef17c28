using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NUnit.Framework;
using Pipeline.Bus;
using Pipeline.Bus.Topology;
using Pipeline.Messages.Orders;

namespace Pipeline.Workers.Tests.Bus;

/// <summary>What stands on the broker and who may do what there, as the code says it and as the file for RabbitMQ does.</summary>
public sealed class BrokerTopologyTests
{
    [Test]
    public void The_file_of_definitions_is_fresh() => Assert.That(
        File.ReadAllText(InRepository("definitions.json")), Is.EqualTo(BrokerDefinitions.Of(new BusOptions(), _ => null)),
        "stale; make it anew: scripts/pipeline setup --definitions > rabbitmq/definitions.json");

    [Test]
    public void The_README_names_every_queue_and_every_user()
    {
        var readme = File.ReadAllText(InRepository("README.md"));

        Assert.That(QueueNames.All.Where(queue => !readme.Contains($"| `{queue}` |", StringComparison.Ordinal)), Is.Empty);
        Assert.That(BrokerUsers.All.Where(user => !readme.Contains($"| `{user.Name}` |", StringComparison.Ordinal)).Select(user => user.Name), Is.Empty);
    }

    [Test]
    public void A_permission_matches_its_names_whole_and_to_the_letter()
    {
        var pattern = new Regex(BrokerUser.Pattern(["session", "Pipeline.Messages.Orders:OrderHeld"]));

        Assert.That(new[] { "session", "Pipeline.Messages.Orders:OrderHeld" }, Is.All.Matches<string>(name => pattern.IsMatch(name!)));
        Assert.That(new[] { "", "session_error", "my-session", "PipelineXMessages.Orders:OrderHeld" }, Is.All.Not.Matches<string>(name => pattern.IsMatch(name!)));
        Assert.That(new Regex(BrokerUser.Pattern([])).IsMatch("session"), Is.False);
    }

    [Test]
    public void Only_the_one_that_sets_up_declares_anything() =>
        Assert.That(BrokerUsers.All.Where(user => user.Configures.Count > 0).Select(user => user.Name), Is.EqualTo(new[] { "pipeline-setup" }));

    [Test]
    public void Nobody_but_the_session_check_and_those_behind_it_can_call_for_a_submission() => Assert.That(
        BrokerUsers.All.Where(user => user.Writes.Contains(BrokerTopology.ExchangeOf(typeof(OrderReleased))) || user.Writes.Contains(QueueNames.Submission)).Select(user => user.Name),
        Is.EquivalentTo(new[] { "pipeline-setup", "pipeline-session", "pipeline-submission", "pipeline-reconciliation", "pipeline-operator" }));

    [Test]
    public void Every_queue_is_read_by_one_worker_and_every_message_can_be_said_by_some()
    {
        var workers = BrokerUsers.All.Where(user => user.Configures.Count == 0).ToList();

        Assert.That(BrokerTopology.Queues.Select(queue => workers.Count(user => user.Reads.Contains(queue))), Is.All.EqualTo(1));
        Assert.That(BrokerTopology.Published.Where(message => !workers.Exists(user => user.Writes.Contains(BrokerTopology.ExchangeOf(message)))), Is.Empty);
    }

    [Test]
    public void What_is_said_of_an_order_is_a_call_to_one_queue_or_news_or_both()
    {
        Assert.That(MessageTypes.All.Except(MessageTypes.Calls).Except(MessageTypes.News), Is.Empty);
        Assert.That(MessageTypes.Calls.Select(call => BrokerTopology.Bindings.Count(binding => binding.From == BrokerTopology.ExchangeOf(call))), Is.All.EqualTo(1));
        Assert.That(BrokerTopology.Bindings, Has.One.EqualTo((BrokerTopology.ExchangeOf(typeof(NewsBatch)), QueueNames.OrderSagaNews)));
        Assert.That(BrokerTopology.Bindings, Has.One.EqualTo((BrokerTopology.ExchangeOf(typeof(OutcomeBatch)), QueueNames.AnalyticsNews)));
    }

    [Test]
    public void Whoever_sweeps_may_say_everything() => Assert.That(
        BrokerUsers.Sweepers.SelectMany(worker => BrokerTopology.Published.Select(BrokerTopology.ExchangeOf).Except(BrokerUsers.All.Single(user => user.Name == BrokerUsers.NameOf(worker)).Writes)),
        Is.Empty);

    [Test]
    public void Every_queue_has_a_limit_of_messages_and_of_bytes_past_which_it_refuses()
    {
        foreach (var queue in BrokerTopology.Queues)
        {
            var policy = QueuePolicies.Of(new BusOptions()).Single(policy => Regex.IsMatch(queue, policy.Pattern));

            Assert.That(policy.Definition.Keys, Is.SupersetOf(new[] { "max-length", "max-length-bytes", "overflow" }), queue);
            Assert.That(policy.Definition["overflow"], Is.EqualTo("reject-publish"), queue);
        }
    }

    [Test]
    public void A_user_without_a_password_can_not_log_in_and_a_password_stands_nowhere_as_it_is()
    {
        var definitions = BrokerDefinitions.Of(new BusOptions(), user => user == "pipeline-session" ? "an open secret" : null);
        var hashes = JsonNode.Parse(definitions)!["users"]!.AsArray().ToDictionary(user => user!["name"]!.ToString(), user => user!["password_hash"]!.ToString());

        Assert.That(definitions, Does.Not.Contain("an open secret"));
        Assert.That(hashes.Where(user => user.Value.Length > 0).Select(user => user.Key), Is.EqualTo(new[] { "pipeline-session" }));
    }

    [TestCase("amqp://a:b@one:1,two:2,three/v", "a", "b", "v", "one:1 two:2 three:5672")]
    [TestCase("amqps://a:b%2Fc@one,two", "a", "b/c", "/", "one:5671 two:5671")]
    [TestCase("amqp://127.0.0.1:5673/", "guest", "guest", "/", "127.0.0.1:5673")]
    [TestCase("amqp://a:b@[::1]:5673,[::2]:5674/x%2Fy", "a", "b", "x/y", "::1:5673 ::2:5674")]
    public void The_address_of_a_cluster_names_its_nodes_one_after_the_other(string text, string user, string password, string virtualHost, string nodes)
    {
        var address = BrokerAddress.Parse(text);

        Assert.That((address.User, address.Password, address.VirtualHost), Is.EqualTo((user, password, virtualHost)));
        Assert.That(string.Join(' ', address.Nodes.Select(node => $"{node.Host}:{node.Port}")), Is.EqualTo(nodes));
        Assert.That(address.ToString(), Does.Not.Contain($"{password}@"));
    }

    [TestCase("rabbit:secret@one")]
    [TestCase("http://a:secret@one")]
    [TestCase("amqp://a:secret@")]
    [TestCase("amqp://a:secret@one,,two")]
    public void What_is_no_address_is_refused_without_being_repeated(string text) =>
        Assert.That(Assert.Throws<FormatException>(() => BrokerAddress.Parse(text))!.Message, Does.Not.Contain("secret@"));

    private static string InRepository(string file, [System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "rabbitmq", file);
}
