using System.CommandLine;
using System.Text.Json;
using Pipeline.Pipelinectl.Http;
using Pipeline.Pipelinectl.Screens;

namespace Pipeline.Pipelinectl.Commands;

/// <summary>Says what an act has done, and where to see what comes of it.</summary>
internal static class ActAnswer
{
    public static async Task WriteAsync(Connection connection, ParseResult parsed, JsonElement answer, string about, string? look)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (connection.WantsJson(parsed))
        {
            await output.WriteLineAsync(Answer.Indent(answer)).ConfigureAwait(false);
            return;
        }

        await output.WriteLineAsync(Plain.Of($"{about}{answer.Text("done")}.")).ConfigureAwait(false);
        if (look is not null)
        {
            await output.WriteLineAsync($"See: {look}").ConfigureAwait(false);
        }
    }
}
