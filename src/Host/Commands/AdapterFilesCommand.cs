using System.CommandLine;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Pipeline.Host.Options;
using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Store.Writing;
using Pipeline.Venues.Versions;

namespace Pipeline.Host.Commands;

/// <summary><c>pipeline adapters hash</c> and <c>diff</c>: adapters that were built by themselves.</summary>
internal static class AdapterFilesCommand
{
    public static Command Hash()
    {
        var folder = new Argument<string>("folder") { Description = "The folder of one version, adapters/alpaca/2 for example.", HelpName = "FOLDER" };
        var command = new Command("hash", "Prints the SHA-256 of an adapter's folder: every file with its name. It is what --adapters-use pins. Exit code: 0, or 2 when the folder can't be read.") { folder };
        command.SetAction(parsed =>
        {
            try
            {
                parsed.InvocationConfiguration.Output.WriteLine(AdapterFolder.Read(parsed.GetValue(folder)!).Sha256);
                return 0;
            }
            catch (AdapterException e)
            {
                throw new OptionException($"adapters hash: {e.Message}", e);
            }
        });
        return command;
    }

    public static Command Diff()
    {
        var command = new Command(
            "diff",
            """
            Prints where the version in the shadow (--adapters-shadow) did not do as the one that works: which call, what of it, how often, and what both
            said the last time. Reads the store, and may run while the pipeline does.
            Exit code: 0 when nothing differs, 1 when something does, 2 when there is no such store.
            """);
        var settings = new SettingOptions(command, setting => setting.Flag == "--data");
        command.SetAction(parsed =>
        {
            var path = Path.Combine(settings.Read(parsed).Get<ProcessOptions>().Data, "pipeline.db");
            if (!File.Exists(path))
            {
                throw new OptionException($"adapters diff: there is no store at {path}; name its folder with --data");
            }

            var rows = Read(path);
            var output = parsed.InvocationConfiguration.Output;
            foreach (var row in rows)
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{row.Works} and {row.Shadow} differ in {row.Call}, {row.What}: {row.Times} times from {row.FirstAt:u} to {row.LastAt:u}{(row.ClOrdId is null ? "" : $", last in {row.ClOrdId}")}"));
                output.WriteLine($"    {row.Works}: {row.WorksSaid}");
                output.WriteLine($"    {row.Shadow}: {row.ShadowSaid}");
            }

            output.WriteLine(rows.Count == 0 ? "nothing differs" : $"{rows.Count} things differ");
            return rows.Count == 0 ? 0 : 1;
        });
        return command;
    }

    private static IReadOnlyList<AdapterDifferenceRow> Read(string path)
    {
        try
        {
            using var connection = new SqliteDatabase(path).Open();
            using var transaction = connection.BeginTransaction(deferred: true);
            return AdapterDifferenceTable.All(new StoreSession(connection, transaction));
        }
        catch (SqliteException e)
        {
            throw new StoreUnavailableException($"adapters diff: the store {path} can't be read ({e.Message}); `pipeline setup --data FOLDER` brings an older one up to date", e);
        }
    }
}
