using System.CommandLine;

namespace Pipeline.Pipelinectl.Commands;

/// <summary><c>pipelinectl completion bash</c>: prints what makes a shell complete this program's commands.</summary>
internal static class CompletionCommand
{
    // System.CommandLine's own directive answers what may stand where the cursor is. Bash takes a colon for the end of a word, so
    // of a scope such as symbol:AAPL only what comes after it is handed back.
    private const string Bash =
        """
        _pipelinectl() {
            local words cur="${COMP_WORDS[COMP_CWORD]}"
            words=$("${COMP_WORDS[0]}" "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null) || return
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "${words}" -- "${cur}"))
            [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *: ]] && compopt -o nospace
        }
        complete -F _pipelinectl pipelinectl
        """;

    public static Command Create()
    {
        var bash = new Command(
            "bash",
            """
            Prints a script that completes commands and options in bash.

            For this shell:      source <(pipelinectl completion bash)
            For every shell:     pipelinectl completion bash > ~/.local/share/bash-completion/completions/pipelinectl
            """);
        bash.SetAction(parsed => parsed.InvocationConfiguration.Output.WriteLine(Bash));
        return new Command("completion", "Prints a script that completes this program's commands in a shell.") { bash };
    }
}
