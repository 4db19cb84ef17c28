using System.Text.Json;
using Pipeline.Pipelinectl.Http;
using Spectre.Console;

namespace Pipeline.Pipelinectl.Screens;

/// <summary>One order and its whole life: first how it stands, then everything that led there, then what can be done.</summary>
internal static class OrderScreen
{
    public static void Write(TextWriter output, JsonElement order, JsonElement timeline, Clock clock)
    {
        output.WriteLine(Plain.Of($"{OrderWords.Terms(order)}: {OrderWords.Standing(order)}"));
        foreach (var (name, text) in Head(order, clock).Where(line => line.Text.Length > 0))
        {
            output.WriteLine($"  {name,-9} {Plain.Of(text)}");
        }

        output.WriteLine();
        var table = Paper.Table("UTC", clock.City, "who", "what");
        foreach (var entry in timeline.EnumerateArray())
        {
            var at = entry.Time("at");
            table.AddRow(Paper.Cell(Clock.Utc(at)), Paper.Cell(clock.AtExchange(at)), Paper.Cell(Who(entry)), What(entry));
        }

        Paper.Write(output, table);
        if (OrderWords.Advice(order) is { } advice)
        {
            output.WriteLine();
            output.WriteLine(Plain.Of(advice));
        }
    }

    private static IEnumerable<(string Name, string Text)> Head(JsonElement order, Clock clock) =>
    [
        ("state", order.Text("state")),
        ("why", order.Text("code") + order.Text(": ", "detail") + order.Text(": ", "detail_untrusted")),
        ("ClOrdId", order.Text("cl_ord_id")),
        ("OrderId", order.Text("order_id")),
        ("at", $"venue {order.Text("venue")}, account {order.Text("account")}{order.Text(", adapter ", "adapter")}"),
        ("remainder", OrderWords.Remainder(order)),
        .. OrderWords.Line(order).Select((one, i) => (i == 0 ? "line" : "", one)),
        ("from", $"strategy {order.Text("strategy_id")}, rebalance {order.Text("rebalance_id")}, portfolio {order.Text("portfolio")}{order.Text(", leg ", "leg")}"),
        ("intent", order.Text("intent_id")),
        ("valid to", $"{Clock.Utc(order.Time("valid_until"))} UTC, {clock.AtExchange(order.Time("valid_until"))}"),
    ];

    private static string Who(JsonElement entry) => entry.Text("stage") + (entry.Text("pass") is { Length: > 0 } and not "1" ? entry.Text(", pass ", "pass") : "");

    // A check is told with every rule it ran, the failed ones first, and what it looked at. What refused has those in its facts.
    private static Text What(JsonElement entry)
    {
        var lines = new List<string> { Plain.Of(entry.Text("summary")) };
        var data = entry.Part("data");
        var facts = data.Part("saw").ValueKind == JsonValueKind.Object ? data : data.Part("facts");
        lines.AddRange(facts.List("rules").OrderBy(IsPassed).Select(rule =>
            Plain.Of($"  {(IsPassed(rule) ? "ok    " : rule.Text("holds") == "true" ? "HOLDS " : "FAILED")} {rule.Text("code"),-18} {rule.Text("detail")}")));
        if (facts.Part("saw") is { ValueKind: JsonValueKind.Object } saw)
        {
            lines.Add(Plain.Of($"  saw    {saw.Pairs()}"));
        }

        return new Text(string.Join('\n', lines), StyleOf(entry.Text("kind"), entry.Text("summary")));
    }

    private static bool IsPassed(JsonElement rule) => rule.Text("passed") == "true";

    private static Style StyleOf(string kind, string summary) => kind switch
    {
        "AlertRaised" or "OrderDenied" or "OrderRejected" => new Style(Color.Red),
        "OrderHeld" or "SubmissionUnresolved" or "OutcomeStillUnknown" or "CancelOrder" or "CancelAnswered" => new Style(Color.Yellow),
        "ExecutionReport" when summary.StartsWith("Fill", StringComparison.Ordinal) => new Style(Color.Green),
        _ => Style.Plain,
    };
}
