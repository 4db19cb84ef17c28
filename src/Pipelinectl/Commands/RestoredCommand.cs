using System.CommandLine;

namespace Pipeline.Pipelinectl.Commands;

/// <summary><c>pipelinectl restored end</c>: ends the state after the store was restored from a backup.</summary>
internal static class RestoredCommand
{
    public static Command Create(Connection connection)
    {
        var why = WhyOption.Create();
        var end = new Command(
            "end",
            "Ends the state after `pipeline run --restored`: from here on first sends go out without asking the venue first.") { why };
        end.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed);
            var answer = await client.ActAsync(HttpMethod.Post, "v1/restored/end", parsed.GetRequiredValue(why), cancellationToken).ConfigureAwait(false);
            await ActAnswer.WriteAsync(connection, parsed, answer, "", null).ConfigureAwait(false);
        });
        return new Command("restored", "Looks after a store that was restored from a backup.") { end };
    }
}
