using System.Text.Json;
using Pipeline.Intentctl.Http;

namespace Pipeline.Intentctl.Screens;

/// <summary>A check for people: each line with its outcome, below it the rules, those that fail first.</summary>
internal static class CheckScreen
{
    public static void Write(TextWriter output, Report report)
    {
        if (report.Answer.Text("is_taken") == "false")
        {
            output.WriteLine("Nothing of this intent would be taken: a line asks for other terms than the order in its slot.");
        }

        foreach (var line in report.Answer.List("orders"))
        {
            output.WriteLine(Plain.Of($"{line.Text("outcome")}: {line.Text("side")} {line.Text("qty")} {line.Text("symbol")}{Why(line)}"));
            var rules = line.List("rules").OrderBy(rule => rule.Is("passed")).ToList();
            if (rules.Count > 0)
            {
                Aligned.Write(output, [.. rules.Select(rule => (string[])[rule.Is("passed") ? "  ok" : rule.Is("holds") ? "  HOLDS" : "  FAILS", rule.Text("code"), rule.Text("detail")])]);
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
}
