using System.CommandLine;
using System.Text.Json;
using Pipeline.Intentctl.Http;

namespace Pipeline.Intentctl.Commands;

/// <summary><c>intentctl health</c>: whether the pipeline has all it needs.</summary>
internal static class HealthCommand
{
    public static Command Create(Connection connection)
    {
        var command = new TaughtCommand("health", "Says whether the pipeline is ready, what it misses, and what is halted.", "Example:\n  intentctl health --table");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed);
            var reply = await client.SendAsync(HttpMethod.Get, "health/ready", null, null, cancellationToken).ConfigureAwait(false);
            return await Ending.WriteAsync(connection, parsed, Of(reply, client.Address), Write).ConfigureAwait(false);
        });
        return command;
    }

    /// <summary>What it means. A pipeline that is not ready records intents all the same, but what they become must wait. Pure.</summary>
    public static Report Of(Reply reply, Uri address) => reply.Body.Part("checks").ValueKind != JsonValueKind.Object || reply.Body.Part("is_ready").ValueKind is not (JsonValueKind.True or JsonValueKind.False)
        ? Refusal.NoPipeline(reply, address, isWrite: false, reply.Body.Part("checks").ValueKind != JsonValueKind.Object ? "$.checks" : "$.is_ready")
        : reply.Body.Is("is_ready")
            ? new Report { Code = ExitCode.Ok, Next = "It is ready.", Answer = reply.Body }
            : new Report { Code = ExitCode.Unavailable, Next = "It misses what checks name, and goes on by itself when that is there. Ask again in a minute; tell a person if it stays.", Answer = reply.Body };

    private static void Write(TextWriter output, Report report)
    {
        foreach (var check in report.Answer.Part("checks").EnumerateObject())
        {
            output.WriteLine(Plain.Of($"{check.Name}: {report.Answer.Part("checks").Text(check.Name)}"));
        }

        foreach (var halt in report.Answer.List("halts"))
        {
            output.WriteLine(Plain.Of($"halted: {halt.GetString()}"));
        }
    }
}
