using Spectre.Console;

namespace Pipeline.Pipelinectl.Screens;

/// <summary>What screens are written on: a terminal as wide as it is; or a file, a pipe or a narrow terminal, for which no line is broken.</summary>
internal static class Paper
{
    private const int WidthOfAFile = 2000;

    // Beside the times there must be room to tell something.
    private const int NarrowestTable = 120;

    public static void Write(TextWriter output, Table table)
    {
        var settings = new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Interactive = InteractionSupport.No };
        var console = AnsiConsole.Create(settings);
        if (console.Profile.Out.IsTerminal && console.Profile.Width >= NarrowestTable)
        {
            console.Write(table);
            return;
        }

        // A table fills its columns with blanks, up to its widest cell; who greps a file wants none of that, nor does a terminal
        // that breaks the lines itself.
        using var text = new StringWriter();
        settings.Out = new AnsiConsoleOutput(text);
        settings.Ansi = AnsiSupport.No;
        console = AnsiConsole.Create(settings);
        console.Profile.Width = WidthOfAFile;
        console.Write(table);
        foreach (var line in text.ToString().TrimEnd().Split('\n'))
        {
            output.WriteLine(line.TrimEnd());
        }
    }

    /// <summary>A table without lines, its headers underlined on a terminal.</summary>
    public static Table Table(params ReadOnlySpan<string> columns)
    {
        var table = new Table { Border = TableBorder.None };
        foreach (var column in columns)
        {
            // Only the last column, which tells, may be broken.
            table.AddColumn(new TableColumn(new Text(column, new Style(decoration: Decoration.Underline)))
            {
                NoWrap = table.Columns.Count < columns.Length - 1,
                Padding = new Padding(0, 0, 2, 0),
            });
        }

        return table;
    }

    public static Text Cell(string text, Style? style = null) => new(Plain.Of(text), style);
}
