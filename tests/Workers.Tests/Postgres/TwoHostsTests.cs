using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NUnit.Framework;
using Pipeline.Access;
using Pipeline.Intake;
using Pipeline.Messages.Orders;
using Pipeline.Reconciliation;
using Pipeline.Store;
using Pipeline.Store.Leases;
using Pipeline.Store.Postgres;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Halts;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.Postgres;

/// <summary>What one writer made sure of on SQLite, between hosts that write at the same time.</summary>
public sealed class TwoHostsTests
{
    private const int Orders = 12;

    private PipelineUnderTest pipeline = null!;
    private PostgresStore second = null!;

    [SetUp]
    public void Start()
    {
        pipeline = new PipelineUnderTest(StoreKind.Postgres);
        second = pipeline.AnotherHost();
    }

    [TearDown]
    public async Task Stop()
    {
        await second.DisposeAsync();
        pipeline.Dispose();
    }

    [Test]
    public async Task Of_deliveries_to_both_at_once_one_is_granted()
    {
        var released = new List<OrderReleased>();
        for (var i = 0; i < Orders; i++)
        {
            released.Add(await pipeline.ReleasedAsync(qty: i + 1, rebalance: $"r{i}"));
        }

        var granted = await Together(released.SelectMany(message => new[] { pipeline.Store, second, pipeline.Store, second }.Select(host =>
            (Func<Task<bool>>)(async () => (await host.WriteAsync(
                Turn.OfOrder(message.ClOrdId), session => pipeline.Grants.Take(session, message, pipeline.Now, (_, _) => pipeline.Venue.Adapter))).Permission is not null))));

        Assert.That(granted.Count(isGranted => isGranted), Is.EqualTo(Orders));
        Assert.That(released.Select(message => pipeline.Claims(message.ClOrdId).Count), Is.All.EqualTo(1));
    }

    [Test]
    public async Task Of_an_intent_sent_to_both_at_once_one_order_is_made_and_both_are_told_of_it()
    {
        var results = await Together(Enumerable.Range(0, Orders).SelectMany(i => new[] { pipeline.IntakeFor("paper"), pipeline.IntakeFor("paper", second) }.Select(intake =>
            (Func<Task<IntakeResult>>)(() => intake.TakeAsync(Submitted(i), CancellationToken.None)))));

        var lines = results.Cast<IntakeResult.Taken>().SelectMany(taken => taken.Receipt.Orders).ToList();
        Assert.That(lines.Count(line => !line.Duplicate), Is.EqualTo(Orders));
        Assert.That(lines.Select(line => line.ClOrdId).Distinct().Count(), Is.EqualTo(Orders));
    }

    [TestCase("""{"global": {"duplicate_window_s": 0, "max_symbol_net": 5000}}""", "MAX_SYMBOL_NET", 5)]
    [TestCase("""{"global": {"duplicate_window_s": 0, "max_orders_per_day": 5}}""", "MAX_ORDERS_PER_DAY", 5)]
    [TestCase("""{"strategies": {"default": {"max_orders_per_day": 5}}, "global": {"duplicate_window_s": 0}}""", "MAX_ORDERS_PER_DAY", 5)]
    public async Task No_limit_is_passed_by_orders_that_both_judge_at_once(string limits, string code, int room)
    {
        await pipeline.LimitAsync(limits);
        var accounts = code == "MAX_ORDERS_PER_DAY" ? new[] { "paper", "other" } : ["paper"];
        await pipeline.Store.WriteAsync(session => VenueTables.SaveAccount(session, "paper", "other", new AccountRow { Cash = 10_000, Equity = 10_000, At = pipeline.Now }));
        var proposed = new List<OrderProposed>();
        foreach (var (account, i) in accounts.SelectMany(account => Enumerable.Range(0, Orders).Select(i => (account, i))))
        {
            var taken = (IntakeResult.Taken)await pipeline.IntakeFor(account).TakeAsync(Submitted(i, account), CancellationToken.None);
            proposed.Add((OrderProposed)taken.FollowUps.Single().Message);
        }

        var here = pipeline.Validation;
        var there = pipeline.ValidationOn(second);
        var verdicts = await Together(proposed.Select((message, i) =>
            (Func<Task<OrderMessage>>)(async () => (await (i % 2 == 0 ? here : there).HandleAsync(message, CancellationToken.None)).Single().Message)));

        Assert.That(verdicts.OfType<OrderValidated>().Count(), Is.EqualTo(room));
        Assert.That(verdicts.OfType<OrderDenied>().Select(denied => denied.Code), Is.All.EqualTo(code));
    }

    [Test]
    public async Task A_lease_is_renewed_while_a_host_waits_for_all_that_another_has()
    {
        var names = Enumerable.Range(0, 8).Select(i => $"thing/{i}").ToArray();
        using var goOn = new SemaphoreSlim(0);
        var isIn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var busy = second.WriteAsync(Turn.Of([.. names, "account/paper"]), session =>
        {
            _ = JournalTable.NewestTime(session);
            isIn.TrySetResult();
            return goOn.Wait(TimeSpan.FromSeconds(20));
        });
        await isIn.Task;
        var waiting = names.Select(name => pipeline.Store.WriteAsync(Turn.Of(name), _ => true)).Append(pipeline.Store.WriteAsync(Turn.OfAccount("paper"), _ => true)).ToList();

        await using (var lease = new LeaseHolder(pipeline.Store, NullLogger<LeaseHolder>.Instance).Hold("duty", CancellationToken.None))
        {
            await Eventually.Holds(() => lease.IsHeld, "it waits behind none of them");
            Assert.That(waiting.Select(step => step.IsCompleted), Is.All.False);
        }

        goOn.Release();
        await Task.WhenAll([busy, .. waiting]);
    }

    [Test]
    public async Task Who_begins_to_follow_an_account_waits_for_nobody_who_has_another()
    {
        using var goOn = new SemaphoreSlim(0);
        var isIn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var busy = second.WriteAsync(Turn.OfAccount("another"), session =>
        {
            _ = JournalTable.NewestTime(session);
            isIn.TrySetResult();
            return goOn.Wait(TimeSpan.FromSeconds(20));
        });
        await isIn.Task;
        var reconciler = new Reconciler(pipeline.Store, pipeline.Venue, Options.Create(new ReconciliationOptions()), pipeline.Clock, NullLogger<Reconciler>.Instance);

        await reconciler.RunDueAsync(1, CancellationToken.None);

        Assert.That((reconciler.Finished, busy.IsCompleted), Is.EqualTo((1, false)));
        goOn.Release();
        await busy;
    }

    [Test]
    public async Task Who_waits_for_others_does_so_for_longer_than_one_that_stands_still_may_keep_it_waiting_and_who_wants_the_whole_store_gives_up_before()
    {
        const string patience = "SELECT current_setting('lock_timeout')";
        Assert.That(await pipeline.Store.WriteAsync(Turn.OfAccount("paper"), session => session.Scalar<string>(patience)), Is.EqualTo("15s"));
        Assert.That(await pipeline.Store.WriteAsync(Turn.OfLease("duty"), session => session.Scalar<string>(patience)), Is.EqualTo("5s"));
        Assert.That(await pipeline.Store.WriteAsync(Turn.Alone, session => session.Scalar<string>(patience)), Is.EqualTo("5s"));
        Assert.That(await pipeline.Store.WriteAsync(Turn.OfAccount("paper"), session => session.Scalar<string>("SELECT current_setting('idle_in_transaction_session_timeout')")), Is.EqualTo("10s"));
    }

    [TestCase("tcp_user_timeout", "10000")]
    [TestCase("tcp_keepalives_idle", "5")]
    [TestCase("client_connection_check_interval", "2s")]
    public void A_machine_that_is_gone_in_the_middle_of_what_it_sends_keeps_its_locks_for_seconds(string setting, string value) =>
        Assert.That(pipeline.Store.Read(session => session.Scalar<string>($"SELECT current_setting('{setting}')")), Is.EqualTo(value));

    [Test]
    public async Task Who_wants_the_whole_store_stands_in_line_for_it_anew_until_a_host_that_stands_still_has_lost_it()
    {
        using var impatientDatabase = new PostgresDatabase(PostgresAddress.Parse($"{pipeline.Address}?Options=-c%20lock_timeout%3D200"));
        using var stillDatabase = new PostgresDatabase(PostgresAddress.Parse($"{pipeline.Address}?Options=-c%20idle_in_transaction_session_timeout%3D1500"));
        await using var impatient = new PostgresStore(impatientDatabase, NullLogger<PostgresStore>.Instance);
        await using var still = new PostgresStore(stillDatabase, NullLogger<PostgresStore>.Instance);
        using var goOn = new SemaphoreSlim(0);
        var isIn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var standing = still.WriteAsync(Turn.OfAccount("another"), session =>
        {
            _ = JournalTable.NewestTime(session);
            isIn.TrySetResult();
            return goOn.Wait(TimeSpan.FromSeconds(20));
        });
        await isIn.Task;

        await impatient.WriteAsync(Turn.Alone, session => StoreOnDisk.Note(session, "halted"));

        Assert.That(standing.IsCompleted, Is.False, "it stood still all the time");
        goOn.Release(2);
        await standing;
    }

    [Test]
    public async Task After_a_halt_no_claim_is_granted_by_any_host()
    {
        var released = new List<OrderReleased>();
        for (var i = 0; i < Orders; i++)
        {
            released.Add(await pipeline.ReleasedAsync(qty: i + 1, rebalance: $"r{i}"));
        }

        await Together(released.Select((message, i) => (Func<Task<bool>>)(async () =>
        {
            if (i == Orders / 2)
            {
                await pipeline.Trading.HaltAsync("all", new Actor("alice", "enough"), HaltMode.Stop, cancelOpen: false);
            }

            await (i % 2 == 0 ? pipeline.Store : second).WriteAsync(Turn.OfOrder(message.ClOrdId), session => pipeline.Grants.Take(session, message, pipeline.Now, (_, _) => pipeline.Venue.Adapter));
            return true;
        })));

        var halted = pipeline.Store.Read(session => session.Scalar<long>("SELECT seq FROM journal WHERE kind = 'Halted'"));
        var (before, after) = pipeline.Store.Read(session => (
            session.Scalar<long>("SELECT count(*) FROM journal WHERE kind = 'OrderSubmitting' AND seq < @halted", new { halted }),
            session.Scalar<long>("SELECT count(*) FROM journal WHERE kind = 'OrderSubmitting' AND seq > @halted", new { halted })));
        Assert.That((after, before), Is.EqualTo((0L, before)));
        Assert.That(before, Is.LessThan(Orders), "the halt came too late to stop anything");
    }

    [Test]
    public async Task Who_works_for_one_account_keeps_nobody_of_another_waiting()
    {
        using var isIn = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        var standing = pipeline.Store.WriteAsync(Turn.OfAccount("standing"), session =>
        {
            // What is read is read in its turn: one that has sent nothing yet may not have it.
            _ = JournalTable.NewestTime(session);
            isIn.Release();
            return goOn.Wait(TimeSpan.FromSeconds(20));
        });
        await isIn.WaitAsync();

        await second.WriteAsync(Turn.OfAccount("moving"), session => StoreOnDisk.Note(session, "moving"));
        Assert.That(await pipeline.Orders.CancelAsync("NOBODY", new Actor("alice", "gone")).WaitAsync(TimeSpan.FromSeconds(10)), Is.TypeOf<ActResult.NotFound>());
        Assert.That(await new AgentCancels(second, pipeline.Clock).CancelAsync("NOBODY", Caller.Anonymous, "gone").WaitAsync(TimeSpan.FromSeconds(10)), Is.TypeOf<ActResult.NotFound>());
        var behind = second.WriteAsync(Turn.OfAccount("standing"), session => StoreOnDisk.Note(session, "behind"));
        await Eventually.Holds(() => behind.IsCompleted || pipeline.Store.Read(SomebodyWaits), "it waits for its turn");
        Assert.That(behind.IsCompleted, Is.False, "another step of the account ran beside the first");

        goOn.Release();
        Assert.That(await standing, Is.True);
        await behind;
    }

    [Test]
    public async Task A_step_that_names_nothing_has_the_store_to_itself()
    {
        var running = 0;
        var most = 0;
        await Together(Enumerable.Range(0, 40).Select(i => (Func<Task<bool>>)(() => (i % 2 == 0 ? pipeline.Store : second).WriteAsync(session =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            StoreOnDisk.Note(session, "alone");
            Interlocked.Decrement(ref running);
            return true;
        }))));

        Assert.That(most, Is.EqualTo(1));
    }

    private static bool SomebodyWaits(StoreSession session) => session.Scalar<bool>(
        "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))");

    private static Submitted Submitted(int i, string portfolio = "core") => new(
        Encoding.UTF8.GetBytes($$"""{"rebalance_id":"b{{i}}","portfolio":"{{portfolio}}","orders":[{"symbol":"AAPL","side":"buy","qty":10,"order_type":"market"}]}"""), "http", null);

    private static async Task<T[]> Together<T>(IEnumerable<Func<Task<T>>> acts) => await Task.WhenAll(acts.Select(act => Task.Run(act)));
}
