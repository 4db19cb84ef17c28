using System.CommandLine;
using Pipeline.Pipelinectl.Http;
using Pipeline.Pipelinectl.Screens;
using Spectre.Console;

namespace Pipeline.Pipelinectl.Commands;

/// <summary><c>pipelinectl keys</c>: makes, rotates, revokes and shows strategies' keys.</summary>
internal static class KeyCommand
{
    private static readonly string[] Scopes = ["submit", "cancel", "read"];

    public static Command Create(Connection connection) => new("keys", "Makes, rotates and revokes strategies' keys, and shows them.")
    {
        List(connection),
        New(connection),
        Rotate(connection),
        Revoke(connection),
    };

    private static Command List(Connection connection)
    {
        var command = new Command("list", "Lists the keys of strategies, without what proves them.");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed);
            var keys = await client.GetAsync("v1/keys", cancellationToken).ConfigureAwait(false);
            var output = parsed.InvocationConfiguration.Output;
            if (connection.WantsJson(parsed))
            {
                await output.WriteLineAsync(Answer.Indent(keys)).ConfigureAwait(false);
                return;
            }

            if (keys.GetArrayLength() == 0)
            {
                await output.WriteLineAsync("No strategy has a key.").ConfigureAwait(false);
                return;
            }

            var table = Paper.Table("strategy", "key", "version", "kind", "scopes", "made", "by", "ends");
            foreach (var key in keys.EnumerateArray())
            {
                var end = key.Time("revoked_at") is { } revoked ? $"revoked {Clock.Utc(revoked)}" : key.Time("valid_until") is { } until ? Clock.Utc(until) : "";
                table.AddRow(
                    Paper.Cell(key.Text("strategy_id")), Paper.Cell(key.Text("key_id")), Paper.Cell(key.Text("version")), Paper.Cell(key.Text("kind")), Paper.Cell(key.Text("scopes")),
                    Paper.Cell(Clock.Utc(key.Time("created_at"))), Paper.Cell(key.Text("created_by")), Paper.Cell(end));
            }

            Paper.Write(output, table);
        });
        return command;
    }

    private static Command New(Connection connection)
    {
        var strategy = new Argument<string>("STRATEGY") { Description = "The strategy, as intents write it." };
        var kind = new Option<string>("--kind") { Description = "hmac, ed25519 or bearer; a bearer token is taken over the loopback alone.", DefaultValueFactory = _ => "hmac" };
        kind.AcceptOnlyFromAmong("hmac", "ed25519", "bearer");
        var scopes = new Option<string[]>("--scope") { Description = "What it may: submit, cancel, read; all without the option.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => Scopes };
        scopes.AcceptOnlyFromAmong(Scopes);
        var publicKey = PublicKey();
        var why = WhyOption.Create();
        var command = new TaughtCommand("create", "Makes a key for a strategy and shows its secret, once.", "Example:\n  pipelinectl keys create momentum --scope submit read --why \"the agent on host a\"")
        {
            strategy, kind, scopes, publicKey, why,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed);
            var body = new Dictionary<string, object>
            {
                ["why"] = parsed.GetRequiredValue(why), ["strategy_id"] = parsed.GetRequiredValue(strategy), ["kind"] = parsed.GetRequiredValue(kind), ["scopes"] = parsed.GetRequiredValue(scopes),
            };
            await TellAsync(connection, parsed, await client.ActAsync(HttpMethod.Post, "v1/keys", With(body, parsed.GetValue(publicKey)), cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        });
        return command;
    }

    private static Command Rotate(Connection connection)
    {
        var key = KeyId();
        var publicKey = PublicKey();
        var why = WhyOption.Create();
        var command = new TaughtCommand("rotate", "Gives a key another secret, shown once; the one before is good for an overlap.", "Example:\n  pipelinectl keys rotate key_ID --why \"a quarter is over\"") { key, publicKey, why };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed);
            var body = new Dictionary<string, object> { ["why"] = parsed.GetRequiredValue(why) };
            var path = $"v1/keys/{Uri.EscapeDataString(parsed.GetRequiredValue(key))}/rotate";
            await TellAsync(connection, parsed, await client.ActAsync(HttpMethod.Post, path, With(body, parsed.GetValue(publicKey)), cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        });
        return command;
    }

    private static Command Revoke(Connection connection)
    {
        var key = KeyId();
        var why = WhyOption.Create();
        var command = new TaughtCommand("revoke", "Ends a key at once, and with it every secret it has.", "Example:\n  pipelinectl keys revoke key_ID --why \"its host was lost\"") { key, why };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed);
            var answer = await client.ActAsync(
                HttpMethod.Post, $"v1/keys/{Uri.EscapeDataString(parsed.GetRequiredValue(key))}/revoke", parsed.GetRequiredValue(why), cancellationToken).ConfigureAwait(false);
            await ActAnswer.WriteAsync(connection, parsed, answer, "", "pipelinectl keys list").ConfigureAwait(false);
        });
        return command;
    }

    private static async Task TellAsync(Connection connection, ParseResult parsed, System.Text.Json.JsonElement answer)
    {
        await ActAnswer.WriteAsync(connection, parsed, answer, "", null).ConfigureAwait(false);
        if (!connection.WantsJson(parsed) && answer.Part("shown") is var shown && shown.Text("secret") is { Length: > 0 } secret)
        {
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"Key id: {shown.Text("key_id")}\nSecret, shown this once: {secret}").ConfigureAwait(false);
        }
    }

    private static Dictionary<string, object> With(Dictionary<string, object> body, string? publicKey)
    {
        if (publicKey is not null)
        {
            body["public_key"] = publicKey;
        }

        return body;
    }

    private static Argument<string> KeyId() => new("KEY") { Description = "The key's id; pipelinectl keys list shows it." };

    private static Option<string?> PublicKey() => new("--public-key") { Description = "The holder's Ed25519 public key: whpk_ and base64 of 32 bytes.", HelpName = "KEY" };
}
