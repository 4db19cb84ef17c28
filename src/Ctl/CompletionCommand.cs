using System.CommandLine;

namespace Pipeline.Ctl;

/// <summary><c>completion bash</c>: prints what makes a shell complete a program's commands.</summary>
internal static class CompletionCommand
{
    // System.CommandLine's own directive answers what may stand where the cursor is. After the colon of a scope a name follows
    // that nobody can guess, so no blank is put there.
    private const string Bash =
        """
        _PROGRAM() {
            local words cur="${COMP_WORDS[COMP_CWORD]}"
            words=$("${COMP_WORDS[0]}" "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null) || return
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "${words}" -- "${cur}"))
            [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *: ]] && compopt -o nospace
        }
        complete -F _PROGRAM PROGRAM
        """;

    /// <param name="program">The program's name.</param>
    public static Command Create(string program)
    {
        var bash = new TaughtCommand(
            "bash",
            "Prints a script that completes commands and options in bash.",
            $"""
            For this shell:      source <({program} completion bash)
            For every shell:     {program} completion bash > ~/.local/share/bash-completion/completions/{program}
            """);
        bash.SetAction(parsed => parsed.InvocationConfiguration.Output.WriteLine(Bash.Replace("PROGRAM", program, StringComparison.Ordinal)));
        return new Command("completion", "Prints a script that completes this program's commands in a shell.") { bash };
    }
}
