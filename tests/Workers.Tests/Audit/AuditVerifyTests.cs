using System.CommandLine;
using System.Security.Cryptography;
using NUnit.Framework;
using Pipeline.Host.Commands;
using Pipeline.Host.Options;
using Pipeline.Store;
using Pipeline.Store.Audit;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;

namespace Pipeline.Workers.Tests.Audit;

/// <summary><c>pipeline audit verify</c> on a store that somebody has had in hand.</summary>
public sealed class AuditVerifyTests
{
    private SealedStore disk = null!;
    private ECDsa key = null!;

    [SetUp]
    public async Task Open()
    {
        disk = new SealedStore();
        key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(disk.Path("key.pub"), key.ExportSubjectPublicKeyInfoPem());
        await disk.RecordAsync(10);
        await disk.SealAsync();
        Export();
        await disk.RecordAsync(10);
        await disk.SealAsync();
        Export();
    }

    [TearDown]
    public async Task Close()
    {
        key.Dispose();
        await disk.DisposeAsync();
    }

    [Test]
    public void What_nobody_has_touched_is_intact() =>
        Assert.That(WithHeads(), Is.EqualTo((0, "INTACT")));

    [TestCase("UPDATE journal SET data = '{\"by\":\"mallory\"}' WHERE seq = 13", "record 13 was changed")]
    [TestCase("UPDATE journal SET at = '2026-03-02T15:00:01.0000000Z' WHERE seq = 13", "record 13 was changed")]
    [TestCase("UPDATE journal SET stage = '' WHERE seq = 13", "record 13 was changed")]
    [TestCase("UPDATE journal SET cl_ord_id = '' WHERE seq = 13", "record 13 was changed")]
    [TestCase("UPDATE journal SET data = CAST(x'7B7DFF' AS TEXT) WHERE seq = 13", "record 13 was changed")]
    [TestCase("DELETE FROM journal WHERE seq = 13", "record 13 was removed")]
    [TestCase("DELETE FROM journal WHERE seq > 17", "record 18 was removed")]
    [TestCase("DELETE FROM journal", "record 1 was removed")]
    [TestCase("UPDATE journal SET data = iif(seq = 13, '{\"by\":\"alice\",\"nth\":3}', '{\"by\":\"alice\",\"nth\":2}'), at = iif(seq = 13, '2026-03-02T15:00:03.0000000Z', '2026-03-02T15:00:02.0000000Z') WHERE seq IN (13, 14)", "record 13 was reordered: what stands there was sealed as record 14")]
    [TestCase("UPDATE audit_seals SET records = records + 1 WHERE seal = 2", "seal 2 counts 21 records")]
    [TestCase("DELETE FROM audit_seals WHERE seal = 1", "seals 1 to 1 were removed")]
    [TestCase("UPDATE audit_seals SET entries = x'00' WHERE seal = 1", "seal 1 can't be what a sealer wrote")]
    [TestCase("UPDATE audit_seals SET entries = CAST(substr(entries, 1, 88) || zeroblob(32) || substr(entries, 121) AS BLOB) WHERE seal = 1", "the sealed hash of record 3 was changed: the record fits the chain after it")]
    [TestCase("UPDATE audit_seals SET sealed_at = '2020-01-01T00:00:00.0000000Z' WHERE seal = 1", "seal 1 was changed: its hash is not over 2020-01-01T00:00:00.0000000Z as its time")]
    [TestCase("UPDATE audit_seals SET sealed_at = '2020-01-01T00:00:00.0000000Z' WHERE seal = 2", "seal 2 was changed")]
    [TestCase("UPDATE audit_seals SET sealed_at = 'long ago', hash = NULL WHERE seal = 2", "seal 2 was changed")]
    public void What_was_changed_is_named(string tampering, string said)
    {
        disk.Tamper(tampering);

        var (code, last) = Plain();

        Assert.That((code, last), Is.EqualTo((1, last)));
        Assert.That(last, Does.StartWith("BROKEN, first at record ").And.Contain(said));
    }

    [Test]
    public void An_exchange_of_two_whole_records_is_named()
    {
        disk.Tamper("UPDATE journal SET seq = -1 WHERE seq = 12", "UPDATE journal SET seq = 12 WHERE seq = 18", "UPDATE journal SET seq = 18 WHERE seq = -1");

        Assert.That(Plain(), Is.EqualTo((1, "BROKEN, first at record 12: record 12 was reordered: what stands there was sealed as record 18")));
    }

    [Test]
    public async Task A_record_that_was_put_in_between_is_named()
    {
        // Sequences have no gaps, so it takes one that a restore has made.
        await disk.Store.WriteAsync(session => RestoredState.Begin(session, DateTimeOffset.UnixEpoch));
        await disk.SealAsync();
        disk.Tamper("INSERT INTO journal VALUES (500, '', 'Halted', NULL, NULL, 'operator', NULL, '{}')");

        Assert.That(Plain(), Is.EqualTo((1, "BROKEN, first at record 500: record 500 was inserted: it was not there when those around it were sealed")));
    }

    [TestCase(0)]
    [TestCase(-5)]
    public void A_record_before_the_first_is_named(long seq)
    {
        disk.Tamper($"INSERT INTO journal (seq, at, kind, stage, data) VALUES ({seq}, '2026-03-02T15:00:00.0000000Z', 'Resumed', 'operator', '{{}}')");

        Assert.That(Plain(), Is.EqualTo((1, $"BROKEN, first at record {seq}: record {seq} was inserted: it was not there when those around it were sealed")));
    }

    [Test]
    public async Task A_record_that_was_removed_before_it_was_sealed_leaves_a_gap()
    {
        await disk.RecordAsync(3);
        disk.Tamper("DELETE FROM journal WHERE seq = 22");
        await disk.SealAsync();

        Assert.That(Plain().Last, Does.Contain("records 22 to 22 were removed before they were sealed"));
    }

    [Test]
    public void Every_fault_is_listed_and_the_first_is_named_last()
    {
        disk.Tamper("UPDATE journal SET data = '{}' WHERE seq IN (5, 15)", "DELETE FROM journal WHERE seq = 8");

        var (_, output) = disk.Verify();

        Assert.That(
            output.Split('\n').Where(line => line.StartsWith("fault", StringComparison.Ordinal)).Select(line => line.Split(':')[0].Trim() + line.Split(':')[1].Split(" was")[0]),
            Is.EqualTo(new[] { "fault     changed record 5", "fault     removed record 8", "fault     changed record 15" }));
        Assert.That(output, Does.EndWith("BROKEN, first at record 5: record 5 was changed: it is not what was sealed"));
    }

    [Test]
    public void Without_seals_nothing_is_intact()
    {
        disk.Tamper("DELETE FROM audit_seals");

        Assert.That(Plain().Last, Does.Contain("20 records are in the journal and none is sealed"));
    }

    [Test]
    public async Task A_chain_that_was_made_anew_to_fit_shows_against_an_exported_head()
    {
        disk.Tamper("UPDATE journal SET data = '{\"by\":\"mallory\"}' WHERE seq = 13");
        await disk.ForgeChainAsync(11);

        Assert.That(Plain(), Is.EqualTo((0, "INTACT")), "the chain alone can't know");
        Assert.That(WithHeads(), Is.EqualTo((1, "BROKEN, first at record 11: a record from 11 to 20 was changed, removed, inserted or reordered, and the chain made anew to fit: the head of record 20, line 2, has another hash")));
    }

    [Test]
    public void A_tail_that_was_cut_off_with_its_seals_shows_against_an_exported_head()
    {
        disk.Tamper("DELETE FROM journal WHERE seq > 10", "DELETE FROM audit_seals WHERE seal > 1", "UPDATE sqlite_sequence SET seq = 10 WHERE name = 'journal'");

        Assert.That(Plain(), Is.EqualTo((0, "INTACT")), "the chain alone can't know");
        Assert.That(WithHeads(), Is.EqualTo((1, "BROKEN, first at record 11: records 11 to 20 were removed with their seals: the head of record 20, line 2, was exported, and no restore is recorded that would have lost it")));
    }

    [Test]
    public void Another_stores_heads_are_not_this_ones()
    {
        File.WriteAllText(disk.Path("heads"), AuditHead.Parse(File.ReadAllLines(disk.Path("heads"))[0])! is var head ? Sign(head with { Store = new string('0', 64) }).ToLine() : "");

        Assert.That(WithHeads().Last, Does.Contain("is of a store whose first record is 00000000"));
    }

    [TestCase("\"seq\":20", "\"seq\":19")]
    [TestCase("\"records\":20", "\"records\":21")]
    public void A_head_that_was_changed_is_not_signed(string from, string to)
    {
        File.WriteAllText(disk.Path("heads"), File.ReadAllText(disk.Path("heads")).Replace(from, to, StringComparison.Ordinal));

        Assert.That(WithHeads().Last, Does.Contain("is not signed by the key that it names"));
    }

    [Test]
    public void Another_key_has_signed_none_of_them()
    {
        var id = AuditHead.KeyId(key);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(disk.Path("key.pub"), other.ExportSubjectPublicKeyInfoPem());

        Assert.That(WithHeads().Last, Does.Contain($"line 1, names a key that was not given: {id}"));

        File.WriteAllText(disk.Path("heads"), File.ReadAllText(disk.Path("heads")).Replace(id, AuditHead.KeyId(other), StringComparison.Ordinal));
        Assert.That(WithHeads().Last, Does.Contain("line 1, is not signed by the key that it names"));
    }

    [Test]
    public async Task Where_the_key_was_changed_each_head_is_checked_by_its_own()
    {
        File.Move(disk.Path("key.pub"), disk.Path("old.pub"));
        using (key)
        {
            key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        }

        File.WriteAllText(disk.Path("key.pub"), key.ExportSubjectPublicKeyInfoPem());
        await disk.RecordAsync(5);
        await disk.SealAsync();
        Export();

        Assert.That(WithHeads(), Is.EqualTo((1, WithHeads().Last)), "who has the new key alone can't check the old heads");
        var (code, output) = disk.Verify("--heads", disk.Path("heads"), "--public-key", disk.Path("old.pub"), "--public-key", disk.Path("key.pub"));
        Assert.That((code, output.Split('\n')[^1]), Is.EqualTo((0, "INTACT")));
        Assert.That(output, Does.Contain($"heads     3 fit, up to record 25; signatures are checked by key ").And.Contain($" and {AuditHead.KeyId(key)}"));
    }

    [Test]
    public async Task What_a_restore_has_lost_is_told_apart_from_what_somebody_took_away()
    {
        disk.Backup(disk.Path("backup"));
        await disk.RecordAsync(5, by: "lost");
        await disk.SealAsync();
        Export();
        await disk.RestoreAsync(disk.Path("backup"));

        Assert.That(WithHeads().Last, Does.Contain("records 21 to 25 were removed with their seals").And.Contain("no restore is recorded"), "before it is said to be restored");

        await disk.Store.WriteAsync(session => RestoredState.Begin(session, DateTimeOffset.UnixEpoch, new Actor("os:root", "disk died")));
        await disk.RecordAsync(2);
        await disk.SealAsync();
        Export();
        var (code, output) = disk.Verify("--heads", disk.Path("heads"), "--public-key", disk.Path("key.pub"));

        Assert.That(code, Is.EqualTo(4));
        Assert.That(output, Does.Contain("restored  from a backup at 1970-01-01 00:00:00Z: what came after record 20 is of a store that was lost; this one goes on with record 1000000021")
            .And.Contain("heads     3 fit, up to record 1000000023").And.Contain("lost      1 heads are of records that the restore has lost").And.EndsWith("INTACT"));
        Assert.That(
            disk.Store.Read(session => session.Query<string>("SELECT data FROM journal WHERE seq = 1000000021")).Single(),
            Does.Contain("STORE_RESTORED").And.Contain("\"by\":\"os:root\"").And.Contain("\"why\":\"disk died\"").And.Contain("\"lost_after\":20"));
    }

    [Test]
    public void A_seal_that_was_made_anew_with_another_time_shows_against_an_exported_head()
    {
        const string SealedAt = "2020-01-01T00:00:00.0000000Z";
        var (first, seal) = disk.Store.Read(session => (AuditSealTable.After(session, 0)!, AuditSealTable.After(session, 1)!));
        seal.SealedAt = SealedAt;
        disk.Tamper($"UPDATE audit_seals SET sealed_at = '{SealedAt}', hash = x'{Convert.ToHexString(seal.HashAfter(first))}' WHERE seal = 2");

        Assert.That(Plain(), Is.EqualTo((0, "INTACT")), "the chain alone can't know");
        Assert.That(WithHeads().Last, Does.StartWith("BROKEN, first at record 20: seal 2 was changed or made anew: the head of record 20, line 2, counts 20 records up to there"));
    }

    [Test]
    public void A_restore_that_stands_in_its_table_alone_explains_no_missing_tail()
    {
        disk.Tamper(
            "DELETE FROM journal WHERE seq > 10", "DELETE FROM audit_seals WHERE seal > 1",
            "INSERT INTO restorations (began_at, since, lost_after, goes_on_after) VALUES ('2026-03-02T15:00:00.0000000Z', '2026-03-02T15:00:00.0000000Z', 10, 1000000010)");

        Assert.That(Plain(), Is.EqualTo((1, "BROKEN, first at record 11: a restore that would have lost records 11 to 1000000010 stands in the table restorations, and no record of the chain says so")));
        var (code, output) = disk.Verify("--heads", disk.Path("heads"), "--public-key", disk.Path("key.pub"));
        Assert.That(code, Is.EqualTo(1));
        Assert.That(output, Does.Contain("records 11 to 20 were removed with their seals").And.Not.Contain("lost  ").And.Not.Contain("restored  "));
    }

    [TestCase("'Halted'", 22)]
    [TestCase("'AlertRaised'", 21)]
    public async Task A_gap_is_explained_by_no_row_and_by_no_record_that_says_another_range(string kind, int upTo)
    {
        await disk.RecordAsync(3);
        disk.Tamper(
            "DELETE FROM journal WHERE seq = 22",
            $$$"""UPDATE journal SET kind = {{{kind}}}, data = '{"code":"STORE_RESTORED","severity":"page","scope":"store","facts":{"lost_after":21,"goes_on_after":{{{upTo}}}}}' WHERE seq = 23""",
            "INSERT INTO restorations (began_at, since, lost_after, goes_on_after) VALUES ('2026-03-02T15:00:00.0000000Z', '2026-03-02T15:00:00.0000000Z', 21, 22)");
        await disk.SealAsync();

        Assert.That(Plain(), Is.EqualTo((1, "BROKEN, first at record 22: records 22 to 22 were removed before they were sealed: sequences have no gaps but those of a restore, and record 23 is none's")));
    }

    [Test]
    public async Task A_restore_that_is_not_sealed_yet_is_no_fault()
    {
        await disk.Store.WriteAsync(session => RestoredState.Begin(session, DateTimeOffset.UnixEpoch));

        Assert.That(Plain(), Is.EqualTo((0, "INTACT")));
    }

    [Test]
    public void Heads_without_a_key_say_that_nobody_has_checked_their_signatures() =>
        Assert.That(disk.Verify("--heads", disk.Path("heads")).Output, Does.Contain("signatures are NOT checked: give --public-key").And.EndWith("INTACT"));

    [Test]
    public void A_line_that_was_torn_says_nothing_and_heads_in_none_are_refused()
    {
        File.AppendAllText(disk.Path("heads"), "{\"v\":1,\"sto");
        Assert.That(disk.Verify("--heads", disk.Path("heads")).Output, Does.Contain("2 fit, up to record 20; 1 lines are no heads"));

        File.WriteAllText(disk.Path("heads"), "nothing\n");
        Assert.That(() => disk.Verify("--heads", disk.Path("heads")), Throws.TypeOf<OptionException>().With.Message.Contains("no line of"));
    }

    [Test]
    public void A_key_pair_is_made_once_and_its_private_part_is_for_its_owner_alone()
    {
        var file = disk.Path("audit.pem");
        int Make() => AuditCommand.Create().Parse(["key", file]).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = TextWriter.Null });

        Assert.That(Make(), Is.Zero);
        if (!OperatingSystem.IsWindows())
        {
            Assert.That(File.GetUnixFileMode(file), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        }

        Assert.That(Make, Throws.TypeOf<OptionException>().With.Message.Contains("can't be written"));
        using var made = ECDsa.Create();
        made.ImportFromPem(File.ReadAllText(file));
        using var published = ECDsa.Create();
        published.ImportFromPem(File.ReadAllText(file + ".pub"));
        Assert.That(AuditHead.KeyId(published), Is.EqualTo(AuditHead.KeyId(made)));
    }

    private (int Code, string Last) Plain() => Last(disk.Verify());

    private (int Code, string Last) WithHeads() => Last(disk.Verify("--heads", disk.Path("heads"), "--public-key", disk.Path("key.pub")));

    private static (int, string) Last((int ExitCode, string Output) answer) => (answer.ExitCode, answer.Output.Split('\n')[^1]);

    private AuditHead Sign(AuditHead head) => head with
    {
        Signature = Convert.ToBase64String(key.SignData(System.Text.Encoding.UTF8.GetBytes(head.SignedText), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)),
    };

    private void Export() => File.AppendAllText(disk.Path("heads"), disk.Store.Read(session =>
        AuditHead.Sign(Convert.ToHexStringLower(AuditSealTable.After(session, 0)!.Entries.AsSpan(8, 32)), AuditSealTable.Newest(session)!, key)).ToLine() + "\n");
}
