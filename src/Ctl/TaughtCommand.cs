using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Pipeline.Ctl;

/// <summary>A command whose help ends with more than its description, examples above all; the list of commands has the description alone.</summary>
internal sealed class TaughtCommand(string name, string description, string more) : Command(name, description)
{
    public string More => more;
}

/// <summary>Help as the library prints it, and then what the command teaches.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    /// <summary>Has every command below a root teach.</summary>
    public static void AddTo(RootCommand root)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        option.Action = new HelpWithExamples((HelpAction)option.Action!);
    }

    public override int Invoke(ParseResult parseResult)
    {
        var exitCode = help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is TaughtCommand taught)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(taught.More);
        }

        return exitCode;
    }
}
