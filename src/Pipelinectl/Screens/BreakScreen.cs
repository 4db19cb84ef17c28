using System.Text.Json;
using Pipeline.Pipelinectl.Http;
using Spectre.Console;

namespace Pipeline.Pipelinectl.Screens;

/// <summary>Breaks, one a line; or one with all that is known of it.</summary>
internal static class BreakScreen
{
    public static void Write(TextWriter output, IReadOnlyList<JsonElement> breaks, Clock clock)
    {
        if (breaks.Count == 0)
        {
            output.WriteLine("Nothing differs from the venue.");
            return;
        }

        var table = Paper.Table("UTC", clock.City, "age", "break", "kind", "of", "here", "at the venue", "stands");
        foreach (var one in breaks)
        {
            var at = one.Time("raised_at");
            table.AddRow(
                Paper.Cell(Clock.Utc(at)), Paper.Cell(clock.AtExchange(at)), Paper.Cell(Age.Of(one)), Paper.Cell(one.Text("id")), Paper.Cell(Kind(one)), Paper.Cell(one.Text("subject")),
                Paper.Cell(one.Text("ours")), Paper.Cell(one.Text("theirs")), Paper.Cell(Standing(one)));
        }

        Paper.Write(output, table);
    }

    public static void WriteOne(TextWriter output, JsonElement one, Clock clock)
    {
        output.WriteLine(Plain.Of($"Break {one.Text("id")}: {Kind(one)} of {one.Text("subject")}, {Standing(one)}"));
        foreach (var (name, text) in new[]
        {
            ("here", one.Text("ours")), ("venue", one.Text("theirs")), ("differs", one.Text("delta")), ("symbol", one.Text("symbol")), ("order", one.Text("cl_ord_id")),
            ("at", $"venue {one.Text("venue")}, account {one.Text("account")}"), ("raised", At(one, "raised_at", clock)), ("age", Age.Of(one)), ("seen", At(one, "last_seen_at", clock)),
            ("closed", one.Text("closed_at").Length == 0 ? "" : At(one, "closed_at", clock)), ("by", one.Text("by")), ("why", one.Text("why")),
            ("stood", one.Text("stood_until").Length == 0 ? "" : $"until {At(one, "stood_until", clock)}"),
        }.Where(line => line.Item2.Length > 0))
        {
            output.WriteLine($"  {name,-9} {Plain.Of(text)}");
        }

        if (one.Text("closed_at").Length == 0)
        {
            output.WriteLine();
            var adjust = one.Text("adjustable") == "true" ? $"If the venue is right: pipelinectl breaks adjust {one.Text("id")} --why ...; to" : "To";
            output.WriteLine($"{adjust} let it stand: pipelinectl breaks accept {one.Text("id")} --why ...");
        }
    }

    public static void WriteAwaited(TextWriter output, IReadOnlyList<JsonElement> fees, Clock clock)
    {
        if (fees.Count == 0)
        {
            output.WriteLine("No fee is awaited.");
            return;
        }

        var table = Paper.Table("since", "of", "missing", "at most", "of account", "a break from", clock.City);
        foreach (var fee in fees)
        {
            var until = fee.Time("until");
            table.AddRow(
                Paper.Cell(Clock.Utc(fee.Time("since"))), Paper.Cell(fee.Text("subject")), Paper.Cell($"{fee.Text("amount")} {fee.Text("currency")}"), Paper.Cell(fee.Text("most")),
                Paper.Cell($"{fee.Text("account")} at {fee.Text("venue")}"), Paper.Cell(Clock.Utc(until)), Paper.Cell(clock.AtExchange(until)));
        }

        Paper.Write(output, table);
    }

    private static string Kind(JsonElement one) => one.Text("kind").Replace('_', ' ');

    private static string Standing(JsonElement one) => one.Text("resolution") is { Length: > 0 } resolution ? $"{resolution} by {one.Text("by")}"
        : one.Text("pauses") == "true" ? $"open, orders of {one.Text("symbol")} are held"
        : one.Text("rebases") == "true" ? $"open, rebased when orders of {one.Text("symbol")} agree" : "open";

    private static string At(JsonElement one, string name, Clock clock) => $"{Clock.Utc(one.Time(name))} UTC, {clock.AtExchange(one.Time(name))}";
}
