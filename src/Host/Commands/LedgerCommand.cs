using System.CommandLine;
using System.Text.Json;
using Pipeline.Host.Options;
using Pipeline.Messages;
using Pipeline.Store.Ledger;

namespace Pipeline.Host.Commands;

/// <summary><c>pipeline ledger</c>: looks after what has been booked.</summary>
internal sealed class LedgerCommand
{
    private static readonly JsonSerializerOptions Json = new(PipelineJson.Options) { WriteIndented = true, NewLine = "\n" };

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

    private readonly Option<bool> json = new("--json") { Description = "Prints the counts and the differences as JSON." };

    private readonly SettingOptions settings;

    private LedgerCommand()
    {
        verify.Options.Add(json);
        settings = new SettingOptions(verify, StoreLook.Says);
        verify.SetAction(Verify);
    }

    public static Command Create() => new("ledger", "Looks after what has been booked.") { new LedgerCommand().verify };

    private int Verify(ParseResult parsed)
    {
        var database = StoreLook.Existing(settings.Read(parsed).Get<ProcessOptions>(), "ledger verify");
        var verdict = StoreLook.At(database, "ledger verify", () => database.Look(LedgerCheck.Run));
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

    internal static void Write(TextWriter output, LedgerVerdict verdict)
    {
        foreach (var difference in verdict.Differences)
        {
            output.WriteLine($"{difference.Of} {difference.Key} {difference.Column}: journal {difference.Journal ?? "none"}, table {difference.Table ?? "none"}");
        }

        output.WriteLine(
            $"{verdict.Reports} reports, {verdict.Executions} executions, {verdict.Orders} orders, {verdict.Positions} positions: {verdict.Differences.Count} differences");
    }
}
