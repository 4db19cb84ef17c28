using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipeline.Bus.Topology;

/// <summary>The topology, its policies and its users as a file that RabbitMQ imports (<c>rabbitmqctl import_definitions</c>).</summary>
public static class BrokerDefinitions
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="options">The queues' settings.</param>
    /// <param name="passwordOf">A user's password; null makes a user that can't log in.</param>
    public static string Of(BusOptions options, Func<string, string?> passwordOf) => new JsonObject
    {
        ["vhosts"] = new JsonArray(new JsonObject { ["name"] = BrokerUsers.VirtualHost }),
        ["users"] = Array(BrokerUsers.All, user => new JsonObject
        {
            ["name"] = user.Name, ["tags"] = user.Tags, ["hashing_algorithm"] = "rabbit_password_hashing_sha256",
            ["password_hash"] = passwordOf(user.Name) is { } password ? Hash(password) : "",
        }),
        ["permissions"] = Array(BrokerUsers.All, user => new JsonObject
        {
            ["user"] = user.Name, ["vhost"] = BrokerUsers.VirtualHost, ["configure"] = BrokerUser.Pattern(user.Configures),
            ["write"] = BrokerUser.Pattern(user.Writes), ["read"] = BrokerUser.Pattern(user.Reads),
        }),
        ["policies"] = Array(QueuePolicies.Of(options), policy => new JsonObject
        {
            ["vhost"] = BrokerUsers.VirtualHost, ["name"] = policy.Name, ["pattern"] = policy.Pattern, ["apply-to"] = "queues", ["priority"] = 0,
            ["definition"] = JsonSerializer.SerializeToNode(policy.Definition),
        }),
        ["exchanges"] = Array(BrokerTopology.Exchanges, name => new JsonObject
        {
            ["name"] = name, ["vhost"] = BrokerUsers.VirtualHost, ["type"] = "fanout", ["durable"] = true, ["auto_delete"] = false, ["internal"] = false,
            ["arguments"] = new JsonObject(),
        }),
        ["queues"] = Array(BrokerTopology.Queues, name => new JsonObject
        {
            ["name"] = name, ["vhost"] = BrokerUsers.VirtualHost, ["durable"] = true, ["auto_delete"] = false,
            ["arguments"] = JsonSerializer.SerializeToNode(QueueArguments.Of(options, name)),
        }),
        ["bindings"] = new JsonArray(
        [
            .. BrokerTopology.Queues.Select(queue => Binding(queue, queue, "queue")),
            .. BrokerTopology.Bindings.Select(binding => Binding(binding.From, binding.ToQueue, "exchange")),
        ]),
    }.ToJsonString(Format) + "\n";

    private static JsonNode Binding(string from, string to, string kind) => new JsonObject
    {
        ["source"] = from, ["vhost"] = BrokerUsers.VirtualHost, ["destination"] = to, ["destination_type"] = kind, ["routing_key"] = "", ["arguments"] = new JsonObject(),
    };

    private static JsonArray Array<T>(IEnumerable<T> all, Func<T, JsonNode> one) => new([.. all.Select(one)]);

    // As RabbitMQ keeps it: four bytes of salt before the hash of salt and password.
    private static string Hash(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(4);
        return Convert.ToBase64String([.. salt, .. SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(password)])]);
    }
}
