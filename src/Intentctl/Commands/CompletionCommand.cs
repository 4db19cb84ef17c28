using System.CommandLine;

namespace Pipeline.Intentctl.Commands;

/// <summary><c>intentctl completion bash</c>: prints what makes a shell complete this program's commands.</summary>
internal static class CompletionCommand
{
    // System.CommandLine's own directive answers what may stand where the cursor is.
    private const string Bash =
        """
        _intentctl() {
            local words cur="${COMP_WORDS[COMP_CWORD]}"
            words=$("${COMP_WORDS[0]}" "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null) || return
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "${words}" -- "${cur}"))
        }
        complete -F _intentctl intentctl
        """;

    public static Command Create()
    {
        var bash = new TaughtCommand(
            "bash",
            "Prints a script that completes commands and options in bash.",
            """
            For this shell:      source <(intentctl completion bash)
            For every shell:     intentctl completion bash > ~/.local/share/bash-completion/completions/intentctl
            """);
        bash.SetAction(parsed => parsed.InvocationConfiguration.Output.WriteLine(Bash));
        return new Command("completion", "Prints a script that completes this program's commands in a shell.") { bash };
    }
}
