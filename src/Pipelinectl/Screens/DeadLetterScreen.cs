using System.Text.Json;
using Pipeline.Pipelinectl.Http;
using Spectre.Console;

namespace Pipeline.Pipelinectl.Screens;

/// <summary>Dead letters: a line each, as groups, one with all that is known of it, and what replays would do.</summary>
internal static class DeadLetterScreen
{
    public static void Write(TextWriter output, IReadOnlyList<JsonElement> letters, bool hasEarlier)
    {
        if (letters.Count == 0)
        {
            output.WriteLine("No dead letter is like that.");
            return;
        }

        var table = Paper.Table("dead letter", "age", "stage", "group", "state", "failed", "symbol", "order", "reason");
        foreach (var one in letters)
        {
            table.AddRow(
                Paper.Cell(one.Text("id")), Paper.Cell(Age.Of(one)), Paper.Cell(one.Text("stage")), Paper.Cell(one.Text("group")), Paper.Cell(one.Text("state") + one.Text(", ", "result")),
                Paper.Cell($"{one.Text("attempts")} x"), Paper.Cell(one.Text("symbol")), Paper.Cell(one.Text("cl_ord_id")), Paper.Cell($"{one.Text("exception_type")}: {one.Text("reason_untrusted")}"));
        }

        Paper.Write(output, table);
        output.WriteLine($"{letters.Count} shown{(hasEarlier ? $"; those before: the same with --before {letters[^1].Text("id")}" : ", no more before")}");
    }

    public static void WriteGroups(TextWriter output, IReadOnlyList<JsonElement> groups)
    {
        if (groups.Count == 0)
        {
            output.WriteLine("There are no dead letters.");
            return;
        }

        var table = Paper.Table("group", "count", "stage", "first, UTC", "last, UTC", "symbols", "reason");
        foreach (var one in groups)
        {
            table.AddRow(
                Paper.Cell(one.Text("id")), Paper.Cell(one.Text("count")), Paper.Cell(one.Text("stage")), Paper.Cell(Clock.Utc(one.Time("first_at"))), Paper.Cell(Clock.Utc(one.Time("last_at"))),
                Paper.Cell(one.Text("symbols") == "1" ? one.Text("symbol") : one.Text("symbols")), Paper.Cell($"{one.Text("exception_type")}: {one.Text("reason")}"));
        }

        Paper.Write(output, table);
        output.WriteLine($"What a replay would do: pipelinectl dlq replay --group {groups[0].Text("id")} --dry-run");
    }

    public static void WriteOne(TextWriter output, JsonElement one)
    {
        var id = one.Text("id");
        output.WriteLine(Plain.Of($"Dead letter {id}: {one.Text("stage")}, {one.Text("state")}{one.Text(", newest replay ", "result")}"));
        foreach (var (name, text) in new[]
        {
            ("reason", $"{one.Text("exception_type")}: {one.Text("reason_untrusted")}"), ("failed", $"{one.Text("attempts")} x, first {Clock.Utc(one.Time("first_at"))}, last {Clock.Utc(one.Time("last_at"))} UTC"),
            ("replays", one.Text("replays")), ("group", one.Text("group")), ("order", one.Text("cl_ord_id")), ("intent", one.Text("intent_id")), ("symbol", one.Text("symbol")),
            ("strategy", one.Text("strategy_id")), ("message", $"{one.Text("message_type")} {one.Text("message_id")}"), ("headers", one.Part("headers").GetRawText()),
            ("body", one.Text("body_untrusted") is { Length: > 0 } body ? body : $"base64 {one.Text("body_base64")}"),
        }.Where(line => line.Item2.Length > 0))
        {
            output.WriteLine($"  {name,-9} {Plain.Of(text)}");
        }

        foreach (var difference in one.List("difference"))
        {
            output.WriteLine(Plain.Of($"  edited    {difference.Text("path")}: {difference.Text("before")} -> {difference.Text("after")}"));
        }

        output.WriteLine();
        foreach (var line in one.Text("exception_untrusted").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            output.WriteLine($"  {Plain.Of(line.TrimEnd('\r'))}");
        }

        output.WriteLine();
        WriteDryRuns(output, [one.Part("replay")]);
        if (one.Text("state") == "open")
        {
            output.WriteLine($"To replay: pipelinectl dlq replay {id} --why ...   or: pipelinectl dlq discard {id} --why ...");
        }
    }

    public static void WriteHistory(TextWriter output, IReadOnlyList<JsonElement> history)
    {
        var table = Paper.Table("UTC", "what", "by", "why", "result");
        foreach (var one in history)
        {
            table.AddRow(
                Paper.Cell(Clock.Utc(one.Time("at"))), Paper.Cell(one.Text("act").Replace('_', ' ') + one.Text(", run ", "run_id")), Paper.Cell(one.Text("by")), Paper.Cell(one.Text("why")),
                Paper.Cell(one.Text("result")));
        }

        Paper.Write(output, table);
    }

    public static void WriteDryRuns(TextWriter output, IReadOnlyList<JsonElement> runs)
    {
        foreach (var run in runs)
        {
            output.WriteLine(Plain.Of($"Dead letter {run.Text("dead_letter")}{run.Text(", ", "symbol")}: {run.Text("says")}."));
            if (run.Text("is_expired") == "true")
            {
                output.WriteLine(Plain.Of($"  EXPIRED  it was valid until {Clock.Utc(run.Time("valid_until"))} UTC: nothing is sent"));
            }

            if (run.Part("checks") is { ValueKind: JsonValueKind.Object } checks)
            {
                output.WriteLine(Plain.Of($"  checks   {checks.Text("outcome")}{checks.Text(", ", "code")}{checks.Text(": ", "detail")}{checks.Text(", until ", "until")}"));
                foreach (var rule in checks.List("rules").Where(rule => rule.Text("passed") != "true"))
                {
                    output.WriteLine(Plain.Of($"    {(rule.Text("holds") == "true" ? "HOLDS " : "FAILED")} {rule.Text("code")} {rule.Text("detail")}"));
                }
            }

            foreach (var line in run.List("faults").Select(fault => $"  REFUSED  {fault.Text("path")} {fault.Text("code")}: {fault.Text("message")}").Concat(run.Text("checks_unknown") is { Length: > 0 } why ? [$"  checks   not known: {why}"] : []))
            {
                output.WriteLine(Plain.Of(line));
            }
        }

        if (runs.Count > 1)
        {
            output.WriteLine(string.Join(", ", runs.GroupBy(run => run.Text("plan")).Select(group => $"{group.Count()} {group.Key.Replace('_', ' ')}")));
        }
    }
}
