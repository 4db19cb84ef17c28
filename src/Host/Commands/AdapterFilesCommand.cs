using System.CommandLine;
using System.Globalization;
using Pipeline.Host.Options;
using Pipeline.Store.Tables;
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
            said the last time; and in how many calls they were compared. Reads the store, and may run while the pipeline does.
            Exit code: 0 when nothing differs, 1 when something does, 2 when nothing was compared yet or there is no such store.
            """);
        var settings = new SettingOptions(command, StoreLook.Says);
        command.SetAction(parsed =>
        {
            var database = StoreLook.Existing(settings.Read(parsed).Get<ProcessOptions>(), "adapters diff");
            var (rows, compared) = StoreLook.At(
                database, "adapters diff", () => database.Look(session => (AdapterDifferenceTable.All(session), AdapterComparisonTable.All(session))));
            if (rows.Count == 0 && compared.Count == 0)
            {
                throw new OptionException("adapters diff: nothing was compared in this store; --adapters-shadow puts a version in the shadow");
            }

            var output = parsed.InvocationConfiguration.Output;
            foreach (var row in rows)
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{row.Works} and {row.Shadow} differ in {row.Call}, {row.What}: {row.Times} times from {row.FirstAt:u} to {row.LastAt:u}{(row.ClOrdId is null ? "" : $", last in {row.ClOrdId}")}"));
                output.WriteLine($"    {row.Works}: {row.WorksSaid}");
                output.WriteLine($"    {row.Shadow}: {row.ShadowSaid}");
            }

            foreach (var pair in compared)
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{pair.Shadow} was compared with {pair.Works} in {pair.Calls} calls, the last at {pair.LastAt:u}"));
            }

            output.WriteLine(rows.Count == 0 ? "nothing differs" : $"{rows.Count} things differ");
            return rows.Count == 0 ? 0 : 1;
        });
        return command;
    }
}
