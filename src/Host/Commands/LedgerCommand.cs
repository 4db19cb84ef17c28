using System.CommandLine;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Pipeline.Host.Options;
using Pipeline.Messages;
using Pipeline.Store;
using Pipeline.Store.Ledger;
using Pipeline.Store.Writing;

namespace Pipeline.Host.Commands;

/// <summary><c>pipeline ledger</c>: looks after what has been booked.</summary>
internal sealed class LedgerCommand
{
    private static readonly JsonSerializerOptions Json = new(PipelineJson.Options) { WriteIndented = true, NewLine = "\n" };

    private const int MissingTableOrColumn = 1;

    private readonly Command verify = new(
        "verify",
        """
        Makes the ledger anew from the journal alone and compares the tables with it, column by column: every execution, every order
        with what it asks for, has filled and has become, restatements and splits, what each account holds of each symbol with every entry that made it
        so, what it has paid in fees, and what operators and policies have added, with who and why. Prints each difference: the table,
        the row, the column, what the journal makes of it and what the table says. Reads one state of the store and changes nothing,
        so it may run while the pipeline does.
        Exit code: 0 when everything is equal, 1 when something is not, 2 when there is no such store, 3 when it can't be read, is no
        store of this version, or has entries of which nothing can be made.
        """);

    private readonly Option<FileInfo?> file = new("--store") { Description = "The store's file. [default: pipeline.db in --data]", HelpName = "FILE" };

    private readonly Option<bool> json = new("--json") { Description = "Prints the counts and the differences as JSON." };

    private readonly SettingOptions settings;

    private LedgerCommand()
    {
        verify.Options.Add(file);
        verify.Options.Add(json);
        settings = new SettingOptions(verify, setting => setting.Flag == "--data");
        verify.SetAction(Verify);
    }

    public static Command Create() => new("ledger", "Looks after what has been booked.") { new LedgerCommand().verify };

    private int Verify(ParseResult parsed)
    {
        var path = parsed.GetValue(file)?.FullName ?? Path.Combine(settings.Read(parsed).Get<ProcessOptions>().Data, "pipeline.db");
        if (!File.Exists(path))
        {
            throw new OptionException($"ledger verify: there is no store at {path}; name its file with --store, or its folder with --data");
        }

        var verdict = Check(path);
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(json))
        {
            output.WriteLine(JsonSerializer.Serialize(verdict, Json));
        }
        else
        {
            Write(output, verdict);
        }

        return verdict.IsEqual ? 0 : 1;
    }

    private static LedgerVerdict Check(string path)
    {
        try
        {
            using var connection = new SqliteDatabase(path).Open();
            using var transaction = connection.BeginTransaction(deferred: true);
            return LedgerCheck.Run(new StoreSession(connection, transaction));
        }
        catch (SqliteException e) when (e.SqliteErrorCode == MissingTableOrColumn)
        {
            throw new StoreUnavailableException(
                $"ledger verify: {path} is no store of this version ({e.Message}); `pipeline setup --data FOLDER` brings an older one up to date", e);
        }
        catch (Exception e) when (e is SqliteException or FormatException)
        {
            throw new StoreUnavailableException($"ledger verify: the store {path} can't be read: {e.Message}", e);
        }
    }

    private static void Write(TextWriter output, LedgerVerdict verdict)
    {
        foreach (var difference in verdict.Differences)
        {
            output.WriteLine($"{difference.Of} {difference.Key} {difference.Column}: journal {difference.Journal ?? "none"}, table {difference.Table ?? "none"}");
        }

        output.WriteLine(
            $"{verdict.Reports} reports, {verdict.Executions} executions, {verdict.Orders} orders, {verdict.Positions} positions: {verdict.Differences.Count} differences");
    }
}
