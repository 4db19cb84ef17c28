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

    [Test]
    public async Task One_that_finds_that_it_must_wait_says_so_and_the_others_are_run_once()
    {
        var ran = 0;
        Task<bool>? waits = null;

        await TogetherAsync(
            Ahead.Nothing,
            session =>
            {
                ran++;
                session.Write(Writes, new { name = $"other-{ran}", holder = "b" });
            },
            beside: () => waits = WaitingAsync(session => session.Write(Writes, new { name = "waiting", holder = "b" })));

        Assert.That(async () => await waits!, Throws.InstanceOf<FactsUnavailableException>());
        Assert.That(ran, Is.EqualTo(Steps));
        Assert.That(opened.Store.Read(session => (Holder(session, "other-1"), Holder(session, $"other-{Steps}"), Holder(session, "waiting"))), Is.EqualTo(("b", "b", (string?)null)));
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
