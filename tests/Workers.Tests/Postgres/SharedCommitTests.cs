using System.Globalization;
using NUnit.Framework;
using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Trading;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.Postgres;

/// <summary>Steps that share a commit have what they said they would read fetched together, and still come one after the other.</summary>
public sealed class SharedCommitTests
{
    private const int Steps = 20;
    private const string Writes = "INSERT INTO leases (name, holder, expires_at) VALUES (@name, @holder, '') ON CONFLICT (name) DO UPDATE SET holder = excluded.holder";

    private TestStore opened = null!;

    [SetUp]
    public void Open() => opened = TestStore.Create(StoreKind.Postgres);

    [TearDown]
    public void Close() => opened.Dispose();

    [Test]
    public async Task Each_sees_what_those_before_it_have_written()
    {
        await TogetherAsync(new Ahead(ahead => Holder(ahead, "count")), session =>
            session.Write(Writes, new { name = "count", holder = $"{int.Parse(Holder(session, "count") ?? "0", CultureInfo.InvariantCulture) + 1}" }));

        Assert.That(opened.Store.Read(session => Holder(session, "count")), Is.EqualTo($"{Steps}"));
    }

    [Test]
    public async Task What_each_can_name_only_when_something_else_is_known_is_fetched_too()
    {
        await opened.Store.WriteAsync(session => session.Write(Writes, new { name = "first", holder = "second" }));
        await opened.Store.WriteAsync(session => session.Write(Writes, new { name = "second", holder = "found" }));
        var named = new List<string?>();

        await TogetherAsync(
            new Ahead(ahead =>
            {
                named.Add(Holder(ahead, "first"));
                Holder(ahead, named[^1] ?? "nothing");
            }),
            session => Assert.That(Holder(session, Holder(session, "first")!), Is.EqualTo("found")));

        Assert.That(named, Is.EqualTo(
            Enumerable.Repeat<string?>(null, Steps).Concat(Enumerable.Repeat("second", Steps))));
    }

    [TestCase(false)]
    [TestCase(true, Description = "what it has changed of what it has added is one write by then, and it takes back no more than that")]
    public async Task One_that_finds_that_it_must_wait_says_so_and_the_others_are_run_once(bool changes)
    {
        var ran = 0;
        Task<bool>? waits = null;
        void Write(StoreSession session, string name)
        {
            session.Write("INSERT INTO leases (name, holder, expires_at) VALUES (@name, @holder, @at)", new { name, holder = changes ? "a" : "b", at = "" });
            if (changes)
            {
                session.Write("UPDATE leases SET holder = @holder WHERE name = @name", new { name, holder = "b" });
            }
        }

        await TogetherAsync(Ahead.Nothing, session => Write(session, $"other-{++ran}"), beside: () => waits = WaitingAsync(session => Write(session, "waiting")));

        Assert.That(async () => await waits!, Throws.InstanceOf<FactsUnavailableException>());
        Assert.That(ran, Is.EqualTo(Steps));
        Assert.That(opened.Store.Read(session => session.Query<string>("SELECT name FROM leases WHERE holder = 'b'")), Is.EquivalentTo(Enumerable.Range(1, Steps).Select(n => $"other-{n}")));
        Assert.That(opened.Store.Read(session => Holder(session, "waiting")), Is.Null);
    }

    [Test]
    public async Task One_that_must_wait_when_it_has_sent_what_it_wrote_leaves_nothing_of_it_behind()
    {
        Task<bool>? waits = null;

        await TogetherAsync(
            Ahead.Nothing,
            session => session.Write(Writes, new { name = "other", holder = "b" }),
            beside: () => waits = WaitingAsync(session =>
            {
                session.Write(Writes, new { name = "waiting", holder = "b" });
                Assert.That(Holder(session, "waiting"), Is.EqualTo("b"));
            }));

        Assert.That(async () => await waits!, Throws.InstanceOf<FactsUnavailableException>());
        Assert.That(opened.Store.Read(session => (Holder(session, "other"), Holder(session, "waiting"))), Is.EqualTo(("b", (string?)null)));
    }

    [TestCase("INSERT INTO leases (name, holder, expires_at) VALUES ('ahead', 'a', '')")]
    [TestCase("INSERT INTO leases (name, holder, expires_at) VALUES ('ahead', 'a', '') RETURNING name")]
    public async Task What_only_says_what_it_will_read_writes_nothing(string write)
    {
        await TogetherAsync(new Ahead(ahead => ahead.Scalar<string>(write)), session => session.Write(Writes, new { name = "step", holder = "b" }));
        await TogetherAsync(new Ahead(ahead => ahead.Execute(write)), session => session.Write(Writes, new { name = "step", holder = "b" }));

        Assert.That(opened.Store.Read(session => (Holder(session, "ahead"), Holder(session, "step"))), Is.EqualTo(((string?)null, "b")));
    }

    [Test]
    public async Task Each_has_entries_and_claims_of_its_own_number()
    {
        var numbers = new List<(long Seq, long Fencing)>();

        await TogetherAsync(new Ahead(_ => { }, Entries: 1, Claims: 1), session =>
        {
            var at = DateTimeOffset.UnixEpoch;
            numbers.Add((StoreOnDisk.Note(session, "step"), ClaimTable.Insert(session, $"order-{numbers.Count}", 1, 1, at, at, at)));
        });

        Assert.That(numbers, Is.Ordered.By("Item1").Then.By("Item2"));
        Assert.That(numbers.DistinctBy(number => number.Seq).DistinctBy(number => number.Fencing).Count(), Is.EqualTo(Steps));
        Assert.That(opened.Store.Read(session => session.Query<long>("SELECT fencing FROM claims ORDER BY fencing")), Is.EqualTo(numbers.Select(number => number.Fencing)));
    }

    [Test]
    public async Task What_they_write_alike_goes_together_and_is_as_if_each_had_written_it_by_itself()
    {
        var ran = 0;

        await TogetherAsync(Ahead.Nothing, session =>
        {
            var (name, other) = ($"name-{ran}", $"name-{(ran / 3) - 1}");
            session.Write(Writes, new { name, holder = (ran % 2 == 0 ? null : "odd") ?? $"{ran}" });
            session.Write("UPDATE leases SET holder = holder || @more WHERE name = @other", new { other, more = $"+{ran}" });
            session.Write("INSERT INTO daily_orders (day, account, strategy_id, symbol, orders) VALUES ('d', 'a', 's', @name, @ran) ON CONFLICT DO NOTHING", new { name = other, ran });
            ran++;
        });

        string Expected(int n) => string.Concat(Enumerable.Range(0, Steps).Where(step => (step / 3) - 1 == n && step >= n).Select(step => $"+{step}").Prepend(n % 2 == 0 ? $"{n}" : "odd"));
        Assert.That(
            opened.Store.Read(session => session.Query<string>("SELECT name || ' ' || holder FROM leases WHERE name LIKE 'name-%'")),
            Is.EquivalentTo(Enumerable.Range(0, Steps).Select(n => $"name-{n} {Expected(n)}")));
        Assert.That(
            opened.Store.Read(session => session.Query<string>("SELECT symbol || ' ' || orders FROM daily_orders")),
            Is.EquivalentTo(Enumerable.Range(-1, (Steps + 2) / 3).Select(n => $"name-{n} {(n + 1) * 3}")));
    }

    [Test]
    public async Task Each_is_told_whether_it_has_added_its_row()
    {
        const string Add = "INSERT INTO order_sagas (correlation_id, cl_ord_id, state, pass, attempt, ledger_seq, last_seq, version) VALUES (@id, @id, @state, 1, 0, 0, 0, 1) ON CONFLICT DO NOTHING";
        await opened.Store.WriteAsync(session => session.Write(Add, new { id = "there-1", state = "Proposed" }));
        await opened.Store.WriteAsync(session => session.Write(Add, new { id = "there-2", state = "Other" }));
        var saved = new List<(string Id, Written Written)>();

        await TogetherAsync(Ahead.Nothing, session =>
        {
            // Two that are there, as they are and otherwise, and every fifth twice.
            var id = saved.Count is 3 or 4 ? $"there-{saved.Count - 2}" : $"new-{(saved.Count % 5 == 0 ? saved.Count + 1 : saved.Count)}";
            saved.Add((id, session.Save(Add, new { id, state = "Proposed" })));
        });

        var first = new HashSet<string> { "there-1", "there-2" };
        Assert.That(saved.Select(each => (each.Id, each.Written.IsOne)), Is.EqualTo(saved.Select(each => (each.Id, first.Add(each.Id)))));
        Assert.That(opened.Store.Read(session => session.Scalar<long>("SELECT count(*) FROM order_sagas")), Is.EqualTo(saved.DistinctBy(each => each.Id).Count()));
    }

    [Test]
    public async Task When_the_newest_entry_was_made_is_asked_once_and_is_not_one_of_their_own()
    {
        await opened.Store.WriteAsync(session => StoreOnDisk.Note(session, "before"));
        var before = opened.Store.Read(JournalTable.NewestTime);
        var newest = new List<DateTimeOffset?>();

        await TogetherAsync(new Ahead(ahead => JournalTable.NewestTime(ahead), Entries: 1), session =>
        {
            session.Write(
                "INSERT INTO journal (at, kind, stage, data) VALUES (@at, 'Noted', 'intake', '{}')", new { at = before + TimeSpan.FromHours(1) });
            newest.Add(JournalTable.NewestTime(session));
        });

        Assert.That(newest, Is.EqualTo(Enumerable.Repeat(before, Steps)));
        Assert.That(opened.Store.Read(JournalTable.NewestTime), Is.EqualTo(before + TimeSpan.FromHours(1)));
    }

    [Test]
    public async Task Each_is_told_the_rows_that_it_asked_for_in_the_order_it_asked_for()
    {
        await opened.Store.WriteAsync(session =>
        {
            foreach (var (strategy, orders) in new[] { ("s-1", 3L), ("s-2", 1L), ("s-3", 2L) })
            {
                session.Write("INSERT INTO daily_orders (day, account, strategy_id, symbol, orders) VALUES ('d', 'some', @strategy, 'A', @orders)", new { strategy, orders });
            }
        });
        var (said, read) = (0, 0);
        var told = new List<string>();
        string Of(StoreSession session, int step) => string.Join(' ', session.Query<string>(
            "SELECT strategy_id FROM daily_orders WHERE day = 'd' AND account = @account ORDER BY orders DESC LIMIT @most", new { account = step % 2 == 0 ? "some" : "none", most = (step % 3) + 1L }));

        await TogetherAsync(new Ahead(ahead => Of(ahead, said++ % Steps)), session => told.Add(Of(session, read++)));

        string[] all = ["s-1", "s-3", "s-2"];
        Assert.That(told, Is.EqualTo(Enumerable.Range(0, Steps).Select(step => step % 2 == 0 ? string.Join(' ', all.Take((step % 3) + 1)) : "")));
    }

    [Test]
    public async Task What_one_that_must_wait_had_written_is_not_what_those_after_it_read()
    {
        await opened.Store.WriteAsync(session => session.Write(Writes, new { name = "count", holder = "0" }));
        Task<bool>? waits = null, after = null;
        var read = new List<string?>();
        var ahead = new Ahead(ahead => Known(ahead, "count"));

        await TogetherAsync(
            ahead,
            session => read.Add(Known(session, "count")),
            beside: () =>
            {
                waits = opened.Store.WriteAsync(Turn.Of("one"), ahead, bool (session) =>
                {
                    session.Write("UPDATE leases SET holder = @holder WHERE name = @name", new { name = "count", holder = "1" });
                    Assert.That(Known(session, "count"), Is.EqualTo("1"));
                    throw new FactsUnavailableException("not known yet");
                });
                after = opened.Store.WriteAsync(Turn.Of("one"), ahead, session => Known(session, "count") == "0");
            });

        Assert.That(async () => await waits!, Throws.InstanceOf<FactsUnavailableException>());
        Assert.That(await after!, Is.True);
        Assert.That(read, Is.EqualTo(Enumerable.Repeat("0", Steps)));
    }

    private static string? Known(StoreSession session, string name) => session.QueryFirst<string>("SELECT holder FROM leases WHERE name = @name", new { name });

    private Task<bool> WaitingAsync(Action<StoreSession> before) => opened.Store.WriteAsync(
        Turn.Of("one"),
        new Ahead(_ => throw new FactsUnavailableException("not known yet")),
        bool (session) =>
        {
            before(session);
            throw new FactsUnavailableException("not known yet");
        });

    // They wait while the lane is at something else, so that they share what comes then.
    private async Task TogetherAsync(Ahead ahead, Action<StoreSession> step, Action? beside = null)
    {
        using var goOn = new SemaphoreSlim(0);
        var isBusy = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var busy = opened.Store.WriteAsync(Turn.Of("one"), _ =>
        {
            isBusy.TrySetResult();
            return goOn.Wait(TimeSpan.FromSeconds(20));
        });
        await isBusy.Task;
        var all = Enumerable.Range(0, Steps).Select(_ => opened.Store.WriteAsync(Turn.Of("one"), ahead, step)).ToList();
        beside?.Invoke();
        goOn.Release();
        Assert.That(await busy, Is.True);
        await Task.WhenAll(all);
    }

    private static string? Holder(StoreSession session, string name) => session.Scalar<string>("SELECT holder FROM leases WHERE name = @name", new { name });
}
