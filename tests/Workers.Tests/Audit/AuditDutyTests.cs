using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;
using Pipeline.Host.Options;
using Pipeline.Operator.Audit;
using Pipeline.Store.Audit;
using Pipeline.Store.Tables;
using Pipeline.Workers.Tests.Bus;

namespace Pipeline.Workers.Tests.Audit;

/// <summary>Sealing, exporting, looking again and being watched, as a process does it.</summary>
public sealed class AuditDutyTests
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 3, 2, 15, 0, 0, TimeSpan.Zero));
    private SealedStore disk = null!;
    private ECDsa key = null!;

    [SetUp]
    public void Open()
    {
        disk = new SealedStore();
        key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(disk.Path("key"), key.ExportPkcs8PrivateKeyPem());
    }

    [TearDown]
    public async Task Close()
    {
        key.Dispose();
        await disk.DisposeAsync();
    }

    [Test]
    public async Task A_process_seals_what_it_commits_within_a_second_and_exports_its_signed_head()
    {
        using var folder = new TempFolder();
        var heads = folder.File("heads");
        await using var pipeline = await RunningPipeline.StartAsync(
            folder.Path, ("--audit-heads-file", heads), ("--audit-key-file", disk.Path("key")), ("--audit-export-interval", "1s"));
        var newest = 0L;
        async Task<TimeSpan> SealedAfterAsync(string rebalance)
        {
            await pipeline.TakenAsync(Intents.Buy(rebalance));
            (newest, var committed) = (pipeline.Store.Read(JournalRecords.Newest), Stopwatch.StartNew());
            await Eventually.Holds(() => pipeline.Store.Read(AuditSealTable.Newest)?.LastSeq >= newest, "this process has the lease and seals");
            return committed.Elapsed;
        }

        // A busy machine is late for one record; a duty that looks too seldom is late for each that comes right after a seal.
        await SealedAfterAsync("first");
        var nth = 0;
        await Eventually.Until(() => SealedAfterAsync($"sealed {++nth}"), waited => waited < TimeSpan.FromSeconds(1), "it is sealed within a second");

        await Eventually.Holds(() => File.Exists(heads) && File.ReadLines(heads).Select(AuditHead.Parse).Any(head => head!.Seq >= newest && head.IsSignedBy(key)), "its head is exported");
        Assert.That(await pipeline.Http.GetStringAsync("/metrics"), Does.Contain("pipeline_audit_broken 0").And.Match("pipeline_audit_sealed_records [1-9]"));
    }

    [Test]
    public async Task Heads_without_a_key_are_refused_at_the_start()
    {
        using var folder = new TempFolder();

        await Assert.ThrowsAsync<OptionException>(() => RunningPipeline.StartAsync(folder.Path, ("--audit-heads-file", folder.File("heads"))));
        File.WriteAllText(folder.File("pub"), key.ExportSubjectPublicKeyInfoPem());
        var e = await Assert.ThrowsAsync<OptionException>(() => RunningPipeline.StartAsync(folder.Path, ("--audit-heads-file", folder.File("heads")), ("--audit-key-file", folder.File("pub"))));
        Assert.That(e!.Message, Does.Contain("it is a public key"));
    }

    [Test]
    public async Task A_head_is_appended_when_the_chain_has_moved_and_only_then()
    {
        var export = Export(new AuditOptions { HeadsFile = disk.Path("heads") });
        await export.ExportAsync(CancellationToken.None);
        Assert.That(File.Exists(disk.Path("heads")), Is.False, "there is nothing to say yet");

        foreach (var _ in Enumerable.Range(0, 2))
        {
            await disk.RecordAsync(2);
            await disk.SealAsync();
            await export.ExportAsync(CancellationToken.None);
            await export.ExportAsync(CancellationToken.None);
        }

        Assert.That(File.ReadLines(disk.Path("heads")).Select(line => AuditHead.Parse(line)!.Seq), Is.EqualTo(new long[] { 2, 4 }));
    }

    [Test]
    public async Task A_torn_line_is_left_and_the_next_head_begins_on_its_own()
    {
        File.WriteAllText(disk.Path("heads"), "{\"v\":1,");
        await disk.RecordAsync(1);
        await disk.SealAsync();

        await Export(new AuditOptions { HeadsFile = disk.Path("heads") }).ExportAsync(CancellationToken.None);

        Assert.That(File.ReadAllLines(disk.Path("heads")), Has.Length.EqualTo(2).And.Some.Matches<string>(line => AuditHead.Parse(line!) is { Seq: 1 }));
    }

    [Test]
    public async Task An_export_that_fails_for_too_long_is_raised_once_and_forgotten_when_it_works()
    {
        var url = new StubUrl { Status = HttpStatusCode.InternalServerError };
        var export = Export(new AuditOptions { HeadsUrl = "http://127.0.0.1:1/heads" }, url);
        await disk.RecordAsync(1);
        await disk.SealAsync();

        await export.ExportAsync(CancellationToken.None);
        Assert.That(Alerts(), Is.Empty);
        clock.Advance(TimeSpan.FromMinutes(5));
        await export.ExportAsync(CancellationToken.None);
        await export.ExportAsync(CancellationToken.None);
        Assert.That(Alerts(), Is.EqualTo(new[] { "AUDIT_EXPORT_FAILED" }));

        url.Status = HttpStatusCode.NoContent;
        await export.ExportAsync(CancellationToken.None);
        Assert.That(url.Bodies.Select(body => AuditHead.Parse(body)!.SignedText).Distinct(), Has.One.Items, "the same head is posted again");
        Assert.That(disk.Store.Read(session => AuditConditionTable.Exists(session, Alert.AuditExportFailed)), Is.False);
    }

    [Test]
    public async Task A_record_that_was_changed_is_found_by_the_running_pipeline_and_raised_once()
    {
        await disk.RecordAsync(50);
        await disk.SealAsync();
        var check = new ChainCheck(disk.Store, clock);
        await check.LookAsync(int.MaxValue, CancellationToken.None);
        Assert.That(Alerts(), Is.Empty);

        disk.Tamper("UPDATE journal SET data = '{}' WHERE seq = 7");
        await check.LookAsync(int.MaxValue, CancellationToken.None);
        await disk.SealAsync();
        await check.LookAsync(int.MaxValue, CancellationToken.None);

        Assert.That(Alerts(), Is.EqualTo(new[] { "AUDIT_BROKEN" }));
        Assert.That(disk.Store.Read(session => session.Scalar<string>("SELECT data FROM journal WHERE kind = 'AlertRaised'")), Does.Contain("record 7 was changed"));
    }

    [Test]
    public async Task Each_record_that_does_not_fit_is_raised_also_one_that_is_forged_later()
    {
        await disk.RecordAsync(50);
        await disk.SealAsync();
        var check = new ChainCheck(disk.Store, clock);
        disk.Tamper("UPDATE journal SET data = '{}' WHERE seq = 7");
        await check.LookAsync(int.MaxValue, CancellationToken.None);

        disk.Tamper("UPDATE journal SET data = '{}' WHERE seq IN (3, 30)");
        await check.LookAsync(int.MaxValue, CancellationToken.None);

        Assert.That(Broken(), Is.EqualTo(new[] { 7L, 3L, 30L }));
    }

    [Test]
    public async Task Where_much_does_not_fit_a_walk_raises_twenty_and_the_next_goes_on()
    {
        await disk.RecordAsync(50);
        await disk.SealAsync();
        var check = new ChainCheck(disk.Store, clock);
        disk.Tamper("UPDATE journal SET data = '{}' WHERE seq <= 25");

        await check.LookAsync(int.MaxValue, CancellationToken.None);
        Assert.That(Broken(), Is.EqualTo(Enumerable.Range(1, 20)));

        await check.LookAsync(int.MaxValue, CancellationToken.None);
        Assert.That(Broken(), Is.EqualTo(Enumerable.Range(1, 25)));
    }

    [Test]
    public async Task What_a_whole_walk_finds_to_fit_again_is_forgotten_and_raised_when_it_happens_once_more()
    {
        await disk.RecordAsync(4);
        await disk.SealAsync();
        await disk.RecordAsync(4);
        await disk.SealAsync();
        var check = new ChainCheck(disk.Store, clock);
        disk.Tamper("UPDATE journal SET data = '{}' WHERE seq = 7");
        await check.LookAsync(int.MaxValue, CancellationToken.None);
        clock.Advance(TimeSpan.FromSeconds(1));
        await check.LookAsync(int.MaxValue, CancellationToken.None);
        Assert.That(IsBroken, Is.True, "it is found once more");

        disk.Tamper("""UPDATE journal SET data = '{"by":"alice","nth":2}' WHERE seq = 7""");
        clock.Advance(TimeSpan.FromSeconds(1));
        await check.LookAsync(1, CancellationToken.None);
        Assert.That(IsBroken, Is.True, "that walk has come to the first seal alone");

        await check.LookAsync(int.MaxValue, CancellationToken.None);
        Assert.That(IsBroken, Is.False);

        disk.Tamper("UPDATE journal SET data = '{}' WHERE seq = 7");
        await check.LookAsync(int.MaxValue, CancellationToken.None);
        Assert.That((IsBroken, string.Join(' ', Broken())), Is.EqualTo((true, "7 7")));
    }

    [Test]
    public async Task What_another_process_has_raised_since_a_walk_began_is_not_ended_by_it()
    {
        await disk.RecordAsync(4);
        await disk.SealAsync();
        await disk.RecordAsync(4);
        await disk.SealAsync();
        var slow = new ChainCheck(disk.Store, clock);
        await slow.LookAsync(1, CancellationToken.None);
        disk.Tamper("UPDATE journal SET data = '{}' WHERE seq = 2");
        await new ChainCheck(disk.Store, clock).LookAsync(int.MaxValue, CancellationToken.None);

        await slow.LookAsync(int.MaxValue, CancellationToken.None);

        Assert.That(IsBroken, Is.True, "the walk had passed record 2 before it was changed");
    }

    [Test]
    public async Task A_chain_that_falls_behind_is_raised_once_and_forgotten_when_it_has_caught_up()
    {
        var watch = new ChainWatch(disk.Store, TimeSpan.FromSeconds(30), clock, clock);
        await disk.RecordAsync(1);
        await watch.LookAsync(CancellationToken.None);
        clock.Advance(TimeSpan.FromSeconds(31));
        await watch.LookAsync(CancellationToken.None);
        await watch.LookAsync(CancellationToken.None);
        Assert.That((watch.Lag, string.Join(' ', Alerts())), Is.EqualTo((TimeSpan.FromSeconds(31), "AUDIT_LAGS")));

        await disk.SealAsync();
        await watch.LookAsync(CancellationToken.None);

        Assert.That(watch.Lag, Is.EqualTo(TimeSpan.Zero));
        Assert.That(disk.Store.Read(session => AuditConditionTable.Exists(session, Alert.AuditLags)), Is.False);
    }

    [Test]
    public async Task A_journal_that_is_always_a_little_ahead_does_not_lag()
    {
        var watch = new ChainWatch(disk.Store, TimeSpan.FromSeconds(30), clock, clock);
        for (var i = 0; i < 5; i++)
        {
            await disk.RecordAsync(1);
            await watch.LookAsync(CancellationToken.None);
            await disk.SealAsync();
            await disk.RecordAsync(1);
            clock.Advance(TimeSpan.FromSeconds(20));
        }

        Assert.That(Alerts(), Is.Empty);
    }

    private HeadExport Export(AuditOptions options, HttpMessageHandler? url = null) =>
        new(disk.Store, options, key, new HttpMessageInvoker(url ?? new StubUrl()), clock, clock, NullLogger<HeadExport>.Instance);

    private bool IsBroken => disk.Store.Read(session => AuditConditionTable.Exists(session, Alert.AuditBroken));

    private IReadOnlyList<long> Broken() => disk.Store.Read(session =>
        session.Query<long>("SELECT json_extract(data, '$.facts.seq') FROM journal WHERE kind = 'AlertRaised' ORDER BY seq"));

    private IReadOnlyList<string> Alerts() => disk.Store.Read(session =>
        session.Query<string>("SELECT json_extract(data, '$.code') FROM journal WHERE kind = 'AlertRaised' ORDER BY seq"));

    private sealed class StubUrl : HttpMessageHandler
    {
        public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

        public List<string> Bodies { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Bodies.Add(await request.Content!.ReadAsStringAsync(cancellationToken));
            return new HttpResponseMessage(Status);
        }
    }
}
