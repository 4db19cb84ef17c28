using System.CommandLine;
using NUnit.Framework;
using Pipeline.Host.Commands;
using Pipeline.Host.Options;
using Pipeline.Store;
using Pipeline.Store.Writing;
using Pipeline.Trading.Audit;

namespace Pipeline.Workers.Tests.Archiving;

/// <summary>What somebody does to an archive, or to what the store keeps of it, is named.</summary>
public sealed class TamperedArchiveTests
{
    private OldOrders old = null!;

    [SetUp]
    public async Task Archive()
    {
        old = await OldOrders.TradeAsync();
        await old.ArchiveAsync();
        await old.SealAsync();
    }

    [TearDown]
    public void Remove() => old.Dispose();

    [TestCase(false, TestName = "A_byte_of_the_file_was_changed")]
    [TestCase(true, TestName = "The_file_was_cut_off")]
    public void The_file(bool isCut)
    {
        using (var file = new FileStream(old.File("a.jsonl.gz"), FileMode.Open))
        {
            file.Position = file.Length / 2;
            var there = file.ReadByte();
            file.Position--;
            file.WriteByte((byte)(there ^ 1));
            if (isCut)
            {
                file.SetLength(file.Length / 2);
            }
        }

        var fault = old.Audit("a.jsonl.gz").Faults.Single();
        Assert.That((fault.Kind, fault.Detail), Is.EqualTo((AuditFaultKind.ArchiveChanged, fault.Detail)));
        Assert.That(fault.Detail, Does.StartWith("batch 1 of a.jsonl.gz was changed or cut off"));
        Assert.That(old.Audit().Faults, Is.Empty, "the store by itself is whole");
    }

    [TestCase("UPDATE archive_batches SET entries = x'00'")]
    [TestCase("UPDATE archive_batches SET records = substr(records, 9)")]
    [TestCase("UPDATE archive_batches SET file = 'b.jsonl.gz'")]
    [TestCase("UPDATE archive_batches SET seq = 1")]
    public void The_checkpoint(string tampering)
    {
        Tamper(tampering);

        Assert.That(old.Audit().Faults[0], Has.Property("Kind").EqualTo(AuditFaultKind.CheckpointForged).And.Property("Detail").StartsWith("the checkpoint of batch 1 of "));
        Assert.That(old.Ledger().Differences.Select(difference => difference.Of), Has.Member("archive_batches"));
    }

    [Test]
    public void A_batch_that_was_taken_away_leaves_its_records_as_removed()
    {
        Tamper("DELETE FROM archive_batches");

        Assert.That(old.Audit().Faults[0], Has.Property("Kind").EqualTo(AuditFaultKind.Removed).And.Property("Seq").EqualTo(1));
    }

    [Test]
    public void A_record_that_was_taken_away_is_no_archived_one()
    {
        Tamper("UPDATE archive_batches SET records = CAST(records || x'00000000000003e8' AS BLOB), last_seq = 1000");

        Assert.That(old.Audit().Faults[0].Kind, Is.EqualTo(AuditFaultKind.CheckpointForged));
    }

    [Test]
    public void The_entry_that_has_the_hashes_was_changed_to_fit()
    {
        Tamper("UPDATE journal SET data = replace(data, '\"batch\":1', '\"batch\":1 ') WHERE kind = 'OrdersArchived'");

        Assert.That(old.Audit().Faults.Select(fault => fault.Kind), Is.EqualTo(new[] { AuditFaultKind.Changed }));
    }

    [Test]
    public void A_file_that_was_renamed_proves_nothing_and_the_name_that_it_had_is_said()
    {
        File.Move(old.File("a.jsonl.gz"), old.File("b.jsonl.gz"));

        Assert.That(() => Verify("b.jsonl.gz"), Throws.TypeOf<OptionException>().With.Message.EqualTo(
            $"--archive: no batch of this store is in {old.File("b.jsonl.gz")}; those that it has are in a.jsonl.gz. A file is known by the name that it was made with"));
    }

    [Test]
    public void A_file_of_another_store_proves_nothing_beside_one_of_this_one()
    {
        File.Copy(old.File("a.jsonl.gz"), old.File("other.jsonl.gz"));

        Assert.That(Verify("a.jsonl.gz"), Is.Zero);
        Assert.That(() => Verify("a.jsonl.gz", "other.jsonl.gz"), Throws.TypeOf<OptionException>().With.Message.Contains("no batch of this store is in"));
    }

    private int Verify(params IReadOnlyList<string> archives) => AuditCommand.Create()
        .Parse(["verify", "--store", old.File("pipeline.db"), "--archive", .. archives.Select(old.File)])
        .Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = TextWriter.Null, Error = TextWriter.Null });

    private void Tamper(string statement)
    {
        using var connection = ((SqliteDatabase)old.Database).Open();
        var session = new StoreSession(connection, null);
        foreach (var trigger in session.Query<string>("SELECT name FROM sqlite_schema WHERE type = 'trigger'"))
        {
            session.Execute($"DROP TRIGGER {trigger}");
        }

        Assert.That(session.Execute(statement), Is.EqualTo(1), "nothing was tampered with");
    }
}
