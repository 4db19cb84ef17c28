using NUnit.Framework;
using Pipeline.Store;
using Pipeline.Store.Audit;
using Pipeline.Store.Tables;
using Pipeline.Store.Writing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Pipeline.Workers.Tests.Audit;

/// <summary>The chain over the journal as it is made.</summary>
public sealed class SealingTests
{
    private SealedStore disk = null!;

    [SetUp]
    public void Open() => disk = new SealedStore();

    [TearDown]
    public async Task Close() => await disk.DisposeAsync();

    // Worked out by another program from docs/audit.md alone.
    [Test]
    public async Task The_published_records_have_the_published_hashes()
    {
        disk.Tamper(
            """INSERT INTO journal VALUES (1, '2026-03-02T15:00:00.0000000Z', 'Halted', NULL, NULL, 'operator', NULL, '{"scope":"all","by":"alice","why":"drill"}')""",
            """INSERT INTO journal VALUES (2, '2026-03-02T15:00:01.2500000Z', 'OrderHeld', '5QHZJ3V2M7KXWRTA4NPD6BGYC2EIOUSL', 'I4NPD6BGYC2EIOUSL5QHZJ3V2M7KXWRT', 'validation', 1, '{"code":"DUPLICATE_SUSPECT","detail":"prix=1 €"}')""",
            "INSERT INTO journal VALUES (1000000003, '2026-03-02T15:00:02.0000000Z', 'Resumed', NULL, NULL, 'operator', NULL, '{}')");

        await disk.SealAsync();

        Assert.That(
            disk.Store.Read(session => AuditSealTable.Newest(session)!.Unpack()!).Select(entry => $"{entry.Seq} {Convert.ToHexStringLower(entry.Hash)}"),
            Is.EqualTo(new[]
            {
                "1 d51e8948620e1ac9fd9bc5ecccb62f66eb02893572962aac200feeb689968d7d",
                "2 d0fe8b1fafc407cc71ee64ec0cbed73436c90a037756836b140f4ca76bcf51ad",
                "1000000003 e722b60fe85b354021e6e857d0d1a2f47d90ee821737eff070b3b1725b83ee99",
            }));
    }

    [Test]
    public async Task The_chain_does_not_depend_on_how_it_was_cut_into_seals()
    {
        await disk.RecordAsync(3);
        await disk.SealAsync();
        await disk.RecordAsync(4);
        await disk.SealAsync();
        var inTwo = disk.Verify("--json").Output;
        await disk.ForgeChainAsync(1);

        Assert.That(HeadOf(disk.Verify("--json").Output), Is.EqualTo(HeadOf(inTwo)));
        Assert.That(disk.Store.Read(AuditSealTable.Count), Is.EqualTo(1));
    }

    [Test]
    public async Task Of_two_sealers_at_the_same_place_one_seals_and_the_other_finds_it_done()
    {
        await disk.RecordAsync(5);
        var (before, seal) = disk.Store.Read(session => Sealing.Prepare(session, JournalTable.End(session), DateTimeOffset.UnixEpoch));
        await disk.SealAsync();

        Assert.That(await disk.Store.WriteAsync(session => AuditSealTable.TryAppend(session, before, seal!)), Is.False);
        Assert.That(disk.Verify().ExitCode, Is.Zero);
    }

    [Test]
    public async Task Two_processes_that_seal_and_two_that_write_make_one_chain()
    {
        await using var other = new SqliteStore(disk.Database, NullLogger<SqliteStore>.Instance);
        var stop = new CancellationTokenSource();
        var sealers = new[] { disk.Store, other }.Select(store => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await Sealing.SealAsync(store, TimeProvider.System, CancellationToken.None);
            }
        })).ToList();
        await Task.WhenAll(new[] { disk.Store, other }.Select(store => Task.Run(async () =>
        {
            for (var i = 0; i < 300; i++)
            {
                await store.WriteAsync(session => StoreOnDiskNote(session, $"nth {i}"));
            }
        })));
        await stop.CancelAsync();
        await Task.WhenAll(sealers);
        await disk.SealAsync();

        Assert.That(disk.Verify("--json").Output, Does.Contain("\"records\": 600").And.Contain("\"is_intact\": true"));
        Assert.That(disk.Store.Read(AuditSealTable.Count), Is.GreaterThan(1), "it was sealed while it was written");
    }

    [Test]
    public async Task A_step_that_fails_gives_its_sequence_back_so_that_a_gap_is_never_innocent()
    {
        await disk.RecordAsync(1);
        await Assert.ThrowsAsync<InvalidOperationException>(() => disk.Store.WriteAsync<bool>(session =>
        {
            StoreOnDiskNote(session, "undone");
            throw new InvalidOperationException("no");
        }));
        await disk.RecordAsync(1);

        Assert.That(disk.Store.Read(session => session.Query<long>("SELECT seq FROM journal ORDER BY seq")), Is.EqualTo(new long[] { 1, 2 }));
    }

    [Test]
    public void Seals_are_append_only() => Assert.That(
        () => disk.Store.WriteAsync(session =>
        {
            AuditSealTable.TryAppend(session, 0, new Seal { Number = 1, LastSeq = 1, Records = 1, Entries = new byte[40] });
            session.Execute("DELETE FROM audit_seals");
        }),
        Throws.Exception.With.Message.Contains("seals are append-only"));

    private static long StoreOnDiskNote(StoreSession session, string note) => Tests.Store.StoreOnDisk.Note(session, note);

    private static string HeadOf(string json) => System.Text.Json.JsonDocument.Parse(json).RootElement.GetProperty("hash").GetString()!;
}
