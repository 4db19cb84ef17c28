using System.Text.Json;
using Pipeline.Intentctl.Http;
using Spectre.Console;

namespace Pipeline.Intentctl.Commands;

/// <summary>A check for people: each line with its outcome, below it the rules that fail, or all of them where it goes on.</summary>
internal static class CheckScreen
{
    private const int Width = 2000;

    public static void Write(TextWriter output, JsonElement answer)
    {
        if (answer.Text("is_taken") == "false")
        {
            output.WriteLine("Nothing of this intent would be taken: a line asks for other terms than the order in its slot.");
        }

        foreach (var line in answer.List("orders"))
        {
            output.WriteLine(Plain.Of($"{line.Text("outcome")}: {line.Text("side")} {line.Text("qty")} {line.Text("symbol")}{Why(line)}"));
            var rules = line.List("rules").OrderBy(rule => rule.Text("passed") == "true").ToList();
            if (rules.Count > 0)
            {
                WriteRules(output, rules);
                output.WriteLine(Plain.Of($"  {line.Part("session").Text("market")} is {line.Part("session").Text("status")}"));
            }
        }
    }

    private static string Why(JsonElement line) => line.Text("outcome") switch
    {
        "duplicate" or "conflict" => $", {line.Text("cl_ord_id")} is {line.Part("known").Text("state")}",
        _ when line.Text("code").Length > 0 => $", {line.Text("code")}: {line.Text("detail")}",
        _ => "",
    };

    private static void WriteRules(TextWriter output, IEnumerable<JsonElement> rules)
    {
        var table = new Table { Border = TableBorder.None };
        table.AddColumns("", "rule", "saw");
        foreach (var rule in rules)
        {
            table.AddRow(
                new Text(rule.Text("passed") == "true" ? "  ok" : rule.Text("holds") == "true" ? "  HOLDS" : "  FAILS"), new Text(Plain.Of(rule.Text("code"))),
                new Text(Plain.Of(rule.Text("detail"))));
        }

        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No, Interactive = InteractionSupport.No });
        console.Profile.Width = Width;
        console.Write(table);
        foreach (var row in text.ToString().TrimEnd().Split('\n'))
        {
            output.WriteLine(row.TrimEnd());
        }
    }
}
