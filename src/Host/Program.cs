using System.CommandLine;
using Pipeline.Host.Commands;
using Pipeline.Host.Options;
using Pipeline.Store;

try
{
    // A command line that can't be read is no result of what it asks for.
    var parsed = PipelineCommand.Create().Parse(args);
    var exitCode = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null })
        .ConfigureAwait(false);
    return parsed.Errors.Count > 0 ? 2 : exitCode;
}
catch (OptionException e)
{
    await Console.Error.WriteLineAsync($"pipeline: {e.Message}").ConfigureAwait(false);
    return 2;
}
catch (StoreUnavailableException e)
{
    await Console.Error.WriteLineAsync($"pipeline: {e.Message}").ConfigureAwait(false);
    return 3;
}
