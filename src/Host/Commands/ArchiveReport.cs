using Pipeline.Store.Archiving;

namespace Pipeline.Host.Commands;

/// <summary>What a run of <c>pipeline archive</c> has done, or would do.</summary>
/// <param name="DryRun">Whether it only looked.</param>
/// <param name="File">The file; null where there was none to make.</param>
/// <param name="Progress">How far it came.</param>
/// <param name="Took">How long it took.</param>
/// <param name="BytesBefore">What the store's data took before.</param>
/// <param name="BytesAfter">And after.</param>
internal sealed record ArchiveReport(bool DryRun, string? File, ArchiveProgress Progress, TimeSpan Took, long BytesBefore, long BytesAfter)
{
    // In the words of a person, by what keeps an order.
    private static readonly Dictionary<string, string> Words = new()
    {
        ["open"] = "are not over",
        ["valid"] = "are of intents that are still valid",
        ["on_its_way"] = "are over, and their sagas have not heard it",
        ["claim"] = "have a claim without an answer",
        ["cancel"] = "have a cancel under way",
        ["fill_policy"] = "have a fill policy that still acts",
        ["line"] = "are of a line that goes on",
        ["break"] = "have an open break, or one of their symbol",
        ["alert"] = "have an alert that waits for a person",
        ["dead_letter"] = "have an open dead letter",
        ["follow_up"] = "have something still to be told",
        ["notice"] = "have a notice still to be sent",
        ["recent"] = "were heard of since",
        ["unread"] = "have entries that are not sealed, counted or told of yet",
    };

    public void Write(TextWriter output)
    {
        output.WriteLine($"{(DryRun ? "would go  " : "archived  ")}{Progress.Orders} of {Progress.Looked} old orders{(DryRun ? "" : $", {Progress.Records} records in {Progress.Batches} batches")}");
        foreach (var (reason, orders) in Progress.Kept.OrderByDescending(kept => kept.Value))
        {
            output.WriteLine($"stay      {orders} that {Words[reason]}");
        }

        if (!DryRun)
        {
            output.WriteLine(Progress.Orders > 0 ? $"file      {File}, {Progress.Bytes} bytes: keep it" : "file      none: there was nothing to go");
            output.WriteLine($"writer    held for {Progress.UsualHold.TotalMilliseconds:0} ms by half of them, {Progress.LongHold.TotalMilliseconds:0} ms by 99 of 100, {Progress.LongestHold.TotalMilliseconds:0} ms at most");
            output.WriteLine($"store     {BytesBefore} bytes of data before, {BytesAfter} after; a SQLite file keeps its size and uses what is free again");
            output.WriteLine($"took      {Took.TotalSeconds:0.0} s");
        }
    }
}
