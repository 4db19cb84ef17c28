using System.CommandLine;
using Pipeline.Host.Commands;
using Pipeline.Host.Options;

namespace Pipeline.Workers.Tests.Sessions;

/// <summary>What <c>pipeline sessions</c> printed, or refused.</summary>
internal static class SessionsRun
{
    public static string Of(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        SessionsCommand.Create().Parse(arguments).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output });
        return output.ToString();
    }

    public static string Refused(params string[] arguments)
    {
        try
        {
            return $"printed: {Of(arguments)}";
        }
        catch (OptionException e)
        {
            return e.Message;
        }
    }
}
