using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using Pipeline.Host.Options;
using Pipeline.Messages;
using Pipeline.Store;
using Pipeline.Store.Audit;
using Pipeline.Store.Tables;
using Pipeline.Trading.Audit;

namespace Pipeline.Host.Commands;

/// <summary><c>pipeline audit</c>: checks the chain over the journal, and makes the key that its head is signed with.</summary>
internal sealed class AuditCommand
{
    private const int MostFaultsPrinted = 20;
    private const int LostInRestore = 4;

    private static readonly JsonSerializerOptions Json = new(PipelineJson.Options) { WriteIndented = true, NewLine = "\n" };
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(1);

    private readonly Command verify = new(
        "verify",
        """
        Walks the chain over the journal (docs/audit.md) and names the first record that was changed, removed, inserted or reordered, and
        what else does not fit. With --heads it compares the chain with heads that were exported before, so that a chain that was made
        anew to fit, or a tail that was cut off with its seals, shows too; with --public-key, given for each key, it checks who signed them. What a restore
        from a backup has lost is told apart. Of archived records it checks what the store has kept, and with --archive all of them. Reads only, and may run while the pipeline does. Progress goes to standard error.
        Exit code: 0 when everything fits, 1 when something does not, 2 when there is no such store or file, or a file of no batch, 3 when it can't be read,
        4 when everything fits as far as it can be known, and heads speak of records that a restore has lost.
        """);

    private readonly Option<FileInfo?> heads = new("--heads") { Description = "A file of exported heads, one a line.", HelpName = "FILE" };

    private readonly Option<FileInfo[]> publicKey = new("--public-key")
    {
        Description = "The public key (PEM) that the heads' signatures are checked by; may be given several times, where the key was changed: each head names its own.",
        HelpName = "FILE", AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<FileInfo[]> archive = new("--archive")
    {
        Description = "A file that `pipeline archive` has made; may be given several times. What is in it is compared with what was sealed, so that nothing is taken on trust.",
        HelpName = "FILE", AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<bool> json = new("--json") { Description = "Prints the verdict as JSON." };

    private readonly SettingOptions settings;

    private AuditCommand()
    {
        verify.Options.Add(heads);
        verify.Options.Add(publicKey);
        verify.Options.Add(archive);
        verify.Options.Add(json);
        settings = new SettingOptions(verify, StoreLook.Says);
        verify.SetAction(Verify);
    }

    public static Command Create() => new("audit", "Checks the chain over the journal, and makes the key that its head is signed with.")
    {
        new AuditCommand().verify, AuditKeyCommand.Create(),
    };

    private int Verify(ParseResult parsed)
    {
        var database = StoreLook.Existing(settings.Read(parsed).Get<ProcessOptions>(), "audit verify");
        IReadOnlyList<ECDsa> keys = [.. (parsed.GetValue(publicKey) ?? []).Select(file => AuditKeys.ReadPublic(file.FullName))];
        var check = parsed.GetValue(heads) is { } headsFile ? Heads(headsFile.FullName, keys) : null;
        var archives = Archives(parsed.GetValue(archive) ?? []);
        ThrowIfUnknown(archives, StoreLook.At(database, "audit verify", () => database.Look(ArchiveTable.Files)));
        var verdict = StoreLook.At(database, "audit verify", () => Walk(database, check, parsed.InvocationConfiguration.Error, archives));
        if (verdict.IsIntact)
        {
            ThrowIfUnknown(archives, [.. verdict.Archives.Select(seen => seen.File)]);
        }

        if (parsed.GetValue(json))
        {
            parsed.InvocationConfiguration.Output.WriteLine(JsonSerializer.Serialize(verdict, Json));
        }
        else
        {
            Write(parsed.InvocationConfiguration.Output, database.Name, verdict);
        }

        return !verdict.IsIntact ? 1 : verdict.Heads is { OfLostStore: > 0 } ? LostInRestore : 0;
    }

    private static HeadCheck Heads(string path, IReadOnlyList<ECDsa> keys)
    {
        if (!File.Exists(path))
        {
            throw new OptionException($"--heads: there is no file {path}");
        }

        var check = new HeadCheck(File.ReadLines(path), keys);
        return check.Count > 0 ? check : throw new OptionException($"--heads: no line of {path} is an exported head");
    }

    private static Dictionary<string, string> Archives(IReadOnlyList<FileInfo> files) =>
        files.FirstOrDefault(file => !file.Exists) is { } missing ? throw new OptionException($"--archive: there is no file {missing.FullName}")
        : files.CountBy(file => file.Name).FirstOrDefault(named => named.Value > 1) is { Key: { } twice } ? throw new OptionException($"--archive: two files have the name {twice}")
        : files.ToDictionary(file => file.Name, file => file.FullName);

    // Whoever gives a file that is not looked at, as one that was renamed, would take it for proven.
    private static void ThrowIfUnknown(IReadOnlyDictionary<string, string> archives, IReadOnlyList<string> known)
    {
        if (archives.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
        {
            throw new OptionException(
                $"--archive: no batch of this store is in {archives[unknown]}; {(known.Count == 0 ? "it has none in any file" : $"those that it has are in {string.Join(", ", known)}")}. A file is known by the name that it was made with");
        }
    }

    internal static AuditVerdict Walk(IStoreDatabase database, HeadCheck? heads, TextWriter progress, IReadOnlyDictionary<string, string>? archives = null)
    {
        var check = new AuditCheck(database.Look, archives);
        var shown = TimeProvider.System.GetTimestamp();
        var all = database.Look(session => AuditSealTable.Newest(session)?.Records ?? 0);
        while (check.LookAtNext((record, seal) => heads?.See(record, seal)))
        {
            if (TimeProvider.System.GetElapsedTime(shown) >= ProgressInterval)
            {
                progress.WriteLine($"audit verify: {check.Records:N0} of {all:N0} sealed records, {check.Faults.Count} faults");
                shown = TimeProvider.System.GetTimestamp();
            }
        }

        return database.Look(session => VerdictOf(session, check, heads));
    }

    private static AuditVerdict VerdictOf(StoreSession session, AuditCheck check, HeadCheck? heads)
    {
        var unsealed = JournalRecords.CountAfter(session, check.Seq);
        var faults = check.Faults.ToList();
        if (check.Seals == 0 && unsealed > 0)
        {
            faults.Add(new AuditFault(AuditFaultKind.NothingSealed, 1, $"{unsealed} records are in the journal and none is sealed: the seals were removed, or no process with the operator worker has run on this store"));
        }

        var said = heads?.Judge(check.Store, check.Seq, check.Restores);
        return new AuditVerdict
        {
            Store = check.Store, Records = check.Records, Seals = check.Seals, Seq = check.Seq, Hash = check.Hash, SealedAt = check.SealedAt, Unsealed = unsealed,
            PassedOver = check.PassedOver, Archives = check.Archives, Unread = check.Unread, Restores = check.Restores, Heads = said?.Verdict, Faults = [.. faults.Concat(said?.Faults ?? []).OrderBy(fault => fault.Seq)],
        };
    }

    internal static void Write(TextWriter output, string path, AuditVerdict verdict)
    {
        output.WriteLine($"store     {path}{(verdict.Store.Length > 0 ? $", {verdict.Store[..16]}" : "")}");
        output.WriteLine($"sealed    {verdict.Records} records up to {verdict.Seq} in {verdict.Seals} seals{(verdict.SealedAt is { } at ? $", the last at {at:yyyy-MM-dd HH:mm:ss.fff}Z" : "")}; {verdict.Unsealed} not sealed yet");
        output.WriteLine($"head      {verdict.Hash}");
        if (verdict.PassedOver > 0)
        {
            output.WriteLine($"passed    {verdict.PassedOver} sequences have no record: they were drawn in steps that failed");
        }

        foreach (var archive in verdict.Archives)
        {
            output.WriteLine($"archived  {archive.Records} records in {archive.Batches} batches of {archive.File}, {(archive.IsRead ? "which were looked at" : "which was not given")}");
        }

        if (verdict.Unread > 0)
        {
            output.WriteLine($"unread    of {verdict.Unread} archived records it is proven that they were sealed, and not what they say: --archive FILE does");
        }

        foreach (var restore in verdict.Restores)
        {
            output.WriteLine($"restored  from a backup at {restore.At:yyyy-MM-dd HH:mm:ss}Z: what came after record {restore.After} is of a store that was lost; this one goes on with record {restore.UpTo + 1}");
        }

        if (verdict.Heads is { } heads)
        {
            output.WriteLine($"heads     {heads.Fitting} fit, up to record {heads.LastFitting}{(heads.Unreadable > 0 ? $"; {heads.Unreadable} lines are no heads" : "")}; signatures {(heads.SignaturesBy is { } ids ? $"are checked by key {ids}" : "are NOT checked: give --public-key")}");
            if (heads.OfLostStore > 0)
            {
                output.WriteLine($"lost      {heads.OfLostStore} heads are of records that the restore has lost: whether those were what they should be can only be checked in the store that was lost");
            }
        }

        foreach (var fault in verdict.Faults.Take(MostFaultsPrinted))
        {
            output.WriteLine($"fault     {Columns.Word(fault.Kind)}: {fault.Detail}");
        }

        if (verdict.Faults.Count > MostFaultsPrinted)
        {
            output.WriteLine($"fault     and {verdict.Faults.Count - MostFaultsPrinted} more; --json has all");
        }

        output.WriteLine(verdict.IsIntact ? "INTACT" : $"BROKEN, first at record {verdict.Faults[0].Seq}: {verdict.Faults[0].Detail}");
    }
}
