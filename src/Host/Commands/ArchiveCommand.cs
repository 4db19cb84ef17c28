using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Pipeline.Access;
using Pipeline.Host.Clocks;
using Pipeline.Host.Options;
using Pipeline.Messages;
using Pipeline.Store;
using Pipeline.Store.Archiving;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;

namespace Pipeline.Host.Commands;

/// <summary><c>pipeline archive</c>: moves the stories of old orders out of the store.</summary>
internal sealed class ArchiveCommand
{
    private static readonly JsonSerializerOptions Json = new(PipelineJson.Options) { WriteIndented = true, NewLine = "\n" };
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(1);

    private readonly Command command = new(
        "archive",
        """
        Moves the stories of orders that are long over out of the store into a file, while the pipeline runs: what their journal, follow-ups and steps say. The orders
        themselves stay, with claims, fills and positions, so that a repeated intent gets its earlier order and a late word of the venue finds the order it is about.

          pipeline archive --dry-run                                              what would go, and what keeps the rest
          pipeline archive --why "quarterly"                                      orders of more than 90 days ago
          pipeline archive --older-than 30 --to /mnt/archive/2026-q1.jsonl.gz --why "disk"
          zcat 2026-q1.jsonl.gz | grep CL_ORD_ID                                  one order's rows
          pipeline audit verify --archive /mnt/archive/2026-q1.jsonl.gz           proves the store and the file together

        Each batch is on disk, read back and proven against the audit chain before it is taken out of the store, in a transaction of some tens of ms. Stopped at any point,
        nothing is lost, and another run goes on. An order stays that is not over, or whose symbol has an open break, or on which an unresolved claim, an alert, a dead
        letter, a cancel, a fill policy or a replacement hangs. Keep the files: the store has the only hashes, the files the only words (docs/store.md).
        Exit code: 0 when all that may go has gone, 1 when it was stopped before, 2 when an argument can't be followed, 3 when the store or the file can't be used.
        """);

    private readonly Option<int> olderThan = new("--older-than")
    {
        Description = $"Days since an order was received and since anything was heard of it; {ArchiveOrder.Shortest.Days} at least.", HelpName = "DAYS",
        DefaultValueFactory = _ => ArchiveOrder.Usual.Days,
    };

    private readonly Option<string?> to = new("--to")
    {
        Description = "The file to make, which must not be there. [default: orders-TIME.jsonl.gz in the folder archive beside the data]", HelpName = "FILE",
    };

    private readonly Option<string?> why = new("--why") { Description = "Why, for the journal; who is the user of the operating system.", HelpName = "TEXT" };

    private readonly Option<bool> dryRun = new("--dry-run") { Description = "Counts what would go and what stays, and changes nothing." };

    private readonly Option<bool> json = new("--json") { Description = "Prints the result as JSON; progress goes to standard error." };

    private readonly SettingOptions settings;

    private ArchiveCommand()
    {
        Array.ForEach<Option>([olderThan, to, why, dryRun, json], command.Options.Add);
        settings = new SettingOptions(command, setting => StoreLook.Says(setting) || setting.Flag is "--clock" or "--speed");
        command.SetInterruptibleAction(RunAsync);
    }

    public static Command Create() => new ArchiveCommand().command;

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var days = parsed.GetValue(olderThan);
        var age = days >= ArchiveOrder.Shortest.Days && days <= ArchiveOrder.Longest.Days ? TimeSpan.FromDays(days)
            : throw new OptionException($"--older-than: {days} days is no age; it is {ArchiveOrder.Shortest.Days} to {ArchiveOrder.Longest.Days}");
        var options = settings.Read(parsed).Get<ProcessOptions>();
        var database = StoreLook.Existing(options, "archive");
        StoreLook.ThrowIfMoved(database, "archive");
        var clock = options.Clock is { } start ? new SharedClock(options.Data).Join(start, options.Speed, StoreLook.At(database, "archive", () => database.Look(JournalTable.LatestTime))) : TimeProvider.System;
        var archiver = new Archiver(database, clock);
        var began = TimeProvider.System.GetTimestamp();
        var before = StoreLook.At(database, "archive", () => database.Look(StoreSize.UsedBytes));
        if (parsed.GetValue(dryRun))
        {
            Print(parsed, new ArchiveReport(true, null, StoreLook.At(database, "archive", () => archiver.Count(age, cancellationToken)), TimeProvider.System.GetElapsedTime(began), before, before));
            return 0;
        }

        var path = parsed.GetValue(to) ?? Path.Combine(options.Data, "archive", string.Create(CultureInfo.InvariantCulture, $"orders-{clock.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}.jsonl.gz"));

        // Told to stop, it ends after the batch that is being moved; told twice, it dies, which loses nothing either.
        var isWhole = await MoveAsync(archiver, new ArchiveOrder($"os:{Environment.UserName}@{Environment.MachineName}", Why(parsed), age, path), parsed.InvocationConfiguration.Error, cancellationToken).ConfigureAwait(false);
        Print(parsed, new ArchiveReport(false, path, archiver.Progress, TimeProvider.System.GetElapsedTime(began), before, database.Look(StoreSize.UsedBytes)));
        return isWhole ? 0 : 1;
    }

    private string Why(ParseResult parsed) => parsed.GetValue(why)?.Trim() switch
    {
        null => throw new OptionException("--why: say why, for the journal; --dry-run only looks"),
        var words when Actor.WhyFault(words) is { } fault => throw new OptionException($"--why: it {fault}"),
        var words => words,
    };

    private static async Task<bool> MoveAsync(Archiver archiver, ArchiveOrder order, TextWriter error, CancellationToken cancellationToken)
    {
        var shown = TimeProvider.System.GetTimestamp();
        try
        {
            await archiver.RunAsync(order, moved: progress =>
            {
                if (TimeProvider.System.GetElapsedTime(shown) >= ProgressInterval)
                {
                    error.WriteLine($"archive: {progress.Orders:N0} orders, {progress.Records:N0} records, {progress.Bytes:N0} bytes; the writer was held for {progress.LongestHold.TotalMilliseconds:0} ms at most");
                    shown = TimeProvider.System.GetTimestamp();
                }
            }, cancellationToken: cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        catch (InvalidOperationException e)
        {
            throw new OptionException($"archive: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or FormatException or System.Data.Common.DbException)
        {
            throw new StoreUnavailableException($"archive: {e.Message}", e);
        }
    }

    private void Print(ParseResult parsed, ArchiveReport report)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (!parsed.GetValue(json))
        {
            report.Write(output);
            return;
        }

        output.WriteLine(JsonSerializer.Serialize(report, Json));
    }
}
