using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using Pipeline.Intake;
using Pipeline.Postgres;
using Pipeline.Store;
using Pipeline.Store.Postgres;
using Pipeline.Store.Tables;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.Postgres;

/// <summary>A server that is lost at any time costs no step and doubles none.</summary>
public sealed class LostServerTests
{
    private const string Intent = """{"rebalance_id":"r1","portfolio":"core","orders":[{"symbol":"AAPL","side":"buy","qty":10,"order_type":"market"}]}""";

    [Test]
    public async Task A_server_whose_name_nobody_knows_is_a_store_that_is_unavailable()
    {
        using var database = new PostgresDatabase(PostgresAddress.Parse("postgres://pipeline@nobody.invalid:5432/pipeline"));
        await using var store = new PostgresStore(database, NullLogger<PostgresStore>.Instance);

        Assert.That(() => store.Read(session => session.Now), Throws.InstanceOf<StoreUnavailableException>());
        Assert.That(async () => await store.WriteAsync(Turn.Of("one"), session => session.Now), Throws.InstanceOf<StoreUnavailableException>());
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Of_a_commit_whose_answer_is_lost_nobody_knows_and_the_call_that_comes_again_finds_what_is_there(bool hasCommitted)
    {
        using var pipeline = new PipelineUnderTest(StoreKind.Postgres);
        using var proxy = new CuttingProxy(new Uri(pipeline.Address).Port);
        using var database = new PostgresDatabase(PostgresAddress.Parse(new UriBuilder(pipeline.Address) { Port = proxy.Port }.Uri.ToString()));
        await using var store = new PostgresStore(database, NullLogger<PostgresStore>.Instance);
        var intake = pipeline.IntakeFor("paper", store);

        proxy.CutNext(hasCommitted ? CuttingProxy.Cut.After : CuttingProxy.Cut.Before);
        var lost = await Assert.ThrowsAsync<StoreUnavailableException>(() => TakeAsync(intake));

        Assert.That((lost!.MayBeRecorded, proxy.Cuts), Is.EqualTo((true, 1)), lost.ToString());
        var again = (IntakeResult.Taken)await TakeAsync(intake);
        Assert.That(again.Receipt.Orders.Single().Duplicate, Is.EqualTo(hasCommitted));
        Assert.That(pipeline.Kinds().Count(kind => kind == "OrderProposed"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_grant_whose_commit_nobody_knows_of_is_not_sent_and_its_delivery_that_comes_again_does_not_send_either()
    {
        using var pipeline = new PipelineUnderTest(StoreKind.Postgres);
        var released = await pipeline.ReleasedAsync();
        using var proxy = new CuttingProxy(new Uri(pipeline.Address).Port);
        using var database = new PostgresDatabase(PostgresAddress.Parse(new UriBuilder(pipeline.Address) { Port = proxy.Port }.Uri.ToString()));
        await using var store = new PostgresStore(database, NullLogger<PostgresStore>.Instance);
        var submission = pipeline.SubmissionOn(store);

        proxy.CutNext(CuttingProxy.Cut.After);
        var lost = await Assert.ThrowsAsync<StoreUnavailableException>(() => submission.HandleAsync(released, CancellationToken.None));
        Assert.That((lost!.MayBeRecorded, proxy.Cuts), Is.EqualTo((true, 1)), lost.ToString());
        await submission.HandleAsync(released, CancellationToken.None);

        Assert.That(pipeline.Venue.Sent, Is.Empty);
        Assert.That(pipeline.Claims(released.ClOrdId).Single().Outcome, Is.Null, "the resolver is to ask about it");
    }

    [Test]
    public async Task Of_several_servers_the_one_that_takes_writes_is_used()
    {
        using var opened = TestStore.Create(StoreKind.Postgres);
        var there = new Uri(opened.Address);
        using var database = new PostgresDatabase(PostgresAddress.Parse($"postgres://{there.UserInfo}@127.0.0.1:1,127.0.0.1:{there.Port}{there.AbsolutePath}"));
        await using var store = new PostgresStore(database, NullLogger<PostgresStore>.Instance);

        await store.WriteAsync(Turn.Of("a"), session => StoreOnDisk.Note(session, "written"));

        Assert.That(opened.Store.Read(session => session.Query<string>("SELECT stage FROM journal")), Is.EqualTo(new[] { "written" }));
    }

    [Test]
    public async Task What_a_new_version_needs_is_made_on_the_server_that_takes_writes_though_another_answers_first()
    {
        await using var primary = new PostgresServer();
        await primary.StartAsync();
        var address = new Uri(primary.Address);
        using (var older = new PostgresDatabase(PostgresAddress.Parse(primary.Address)))
        {
            older.Migrate();
            older.Step(session => session.Execute("DROP TABLE moved_to"));
            older.Step(session => session.Execute("DELETE FROM schemaversions WHERE scriptname LIKE '%0077_moved_stores%'"));
        }

        await primary.StopAsync();
        await using var standBy = await primary.StandByAsync();
        await standBy.StartAsync();
        await primary.StartAsync();
        using var database = new PostgresDatabase(PostgresAddress.Parse($"postgres://{address.UserInfo}@127.0.0.1:{new Uri(standBy.Address).Port},127.0.0.1:{address.Port}{address.AbsolutePath}"));

        database.Migrate();

        Assert.That(database.Look(session => session.Scalar<bool>("SELECT to_regclass('moved_to') IS NOT NULL")), Is.True);
    }

    [TestCase("postgres://h/", "no database")]
    [TestCase("postgres:///d", "no host")]
    [TestCase("postgres://h/d?sslmod=require", "sslmod")]
    public void An_address_that_is_none_is_named(string address, string why) =>
        Assert.That(() => StoreAddress.Parse(address), Throws.TypeOf<FormatException>().With.Message.Contains(why.Split(' ')[^1]));

    [Test]
    public void A_password_is_not_told() =>
        Assert.That(StoreAddress.Parse("postgres://me:secret@h:5433/d?sslmode=require").Name, Is.EqualTo("postgres://me@h:5433/d"));

    [Test]
    public async Task A_connection_that_the_server_has_ended_costs_no_step()
    {
        using var opened = TestStore.Create(StoreKind.Postgres);
        await opened.Store.WriteAsync(Turn.Of("a"), session => StoreOnDisk.Note(session, "first"));
        opened.Database.Step(session => session.Execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"));

        await opened.Store.WriteAsync(Turn.Of("a"), session => StoreOnDisk.Note(session, "second"));

        Assert.That(opened.Store.Read(session => session.Query<string>("SELECT stage FROM journal ORDER BY seq")), Is.EqualTo(new[] { "first", "second" }));
    }

    [Test]
    public async Task Steps_that_come_while_the_server_starts_again_wait_for_it()
    {
        await using var server = new PostgresServer();
        await server.StartAsync();
        using var database = new PostgresDatabase(PostgresAddress.Parse(server.Address));
        database.Migrate();
        await using var store = new PostgresStore(database, NullLogger<PostgresStore>.Instance);
        await store.WriteAsync(Turn.Of("a"), session => StoreOnDisk.Note(session, "before"));

        await server.CrashAsync();
        var waiting = Task.Run(() => UntilItIsRecordedAsync(store, "meanwhile"));
        await server.StartAsync();
        await waiting;

        Assert.That(store.Read(session => session.Query<string>("SELECT stage FROM journal ORDER BY seq")), Is.EqualTo(new[] { "before", "meanwhile" }));
    }

    [Test]
    public async Task A_step_that_stands_still_is_ended_by_the_server_and_the_others_go_on()
    {
        using var opened = TestStore.Create(StoreKind.Postgres);
        using var impatient = new PostgresDatabase(PostgresAddress.Parse(opened.Address + "?Options=-c%20idle_in_transaction_session_timeout%3D200"));
        await using var stopped = new PostgresStore(impatient, NullLogger<PostgresStore>.Instance);
        using var goOn = new SemaphoreSlim(0);
        var runs = 0;
        var isIn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var standing = stopped.WriteAsync(Turn.OfAccount("paper"), session =>
        {
            _ = JournalTable.NewestTime(session);
            if (Interlocked.Increment(ref runs) == 1)
            {
                isIn.SetResult();
                goOn.Wait(TimeSpan.FromSeconds(20));
            }

            return StoreOnDisk.Note(session, "woken");
        });
        await await Task.WhenAny(isIn.Task, standing);

        await opened.Store.WriteAsync(Turn.OfAccount("paper"), session => StoreOnDisk.Note(session, "another host"));
        goOn.Release();
        await standing;

        Assert.That(runs, Is.EqualTo(2), "it ran again, on what is there now");
        Assert.That(opened.Store.Read(session => session.Query<string>("SELECT stage FROM journal ORDER BY seq")), Is.EqualTo(new[] { "another host", "woken" }));
    }

    // As whoever is told that the store is away: it comes again.
    private static async Task UntilItIsRecordedAsync(PostgresStore store, string note)
    {
        while (true)
        {
            try
            {
                await store.WriteAsync(Turn.Of("a"), session => StoreOnDisk.Note(session, note));
                return;
            }
            catch (StoreUnavailableException e) when (!e.MayBeRecorded)
            {
                // The server takes longer to start than the store waits for it.
            }
        }
    }

    private static Task<IntakeResult> TakeAsync(Pipeline.Intake.Stage intake) =>
        intake.TakeAsync(new Submitted(Encoding.UTF8.GetBytes(Intent), "http", null), CancellationToken.None);
}
