using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using Pipeline.Bus.DeadLetters;
using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.DeadLetters;

/// <summary>Whatever a foreign message says it is about, it is kept.</summary>
[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Postgres)]
public sealed class LetterKeeperTests(StoreKind kind)
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);

    // No store makes it smaller, and no key of PostgreSQL's is as long.
    private static readonly string Long = LongText();

    private static readonly DeadLetter Usual = new("session", "m-1", "OrderApproved", "A", "InvalidOperationException", "no way on", "a stack", "{}", "{}"u8.ToArray(), Now);

    private TestStore test = null!;

    [SetUp]
    public void Open() => test = TestStore.Create(kind);

    [TearDown]
    public void Remove() => test.Dispose();

    private static IEnumerable<TestCaseData> Impossible =>
    [
        new TestCaseData(Usual with { ClOrdId = Long }).SetArgDisplayNames("a long ClOrdId"),
        new TestCaseData(Usual with { MessageId = Long }).SetArgDisplayNames("a long message id"),
        new TestCaseData(Usual with { Symbol = Long }).SetArgDisplayNames("a long symbol"),
        new TestCaseData(Usual with { StrategyId = Long }).SetArgDisplayNames("a long strategy"),
        new TestCaseData(Usual with { ExceptionType = Long }).SetArgDisplayNames("a long type of failure"),
    ];

    [TestCaseSource(nameof(Impossible))]
    public async Task What_no_key_of_the_store_holds_is_kept_all_the_same_and_once(DeadLetter letter)
    {
        var keeper = new LetterKeeper(test.Store, NullLogger<LetterKeeper>.Instance);

        await keeper.KeepAsync(letter, CancellationToken.None);
        await keeper.KeepAsync(letter with { IsRedelivered = true }, CancellationToken.None);

        var kept = test.Store.Read(session => DeadLetterTable.Newest(session, 10)).Single();
        Assert.That((kept.Stage, kept.Attempts), Is.EqualTo(("session", 1)));
        Assert.That(test.Store.Read(session => DeadLetterTable.Content(session, kept.Id)).Body, Is.EqualTo(letter.Body));
    }

    [Test]
    public async Task Of_refused_intents_every_one_is_kept_and_ten_a_minute_are_told_one_by_one()
    {
        var keeper = new LetterKeeper(test.Store, NullLogger<LetterKeeper>.Instance);
        var refused = Usual with { Stage = "intake", ClOrdId = null };

        for (var n = 0; n < 15; n++)
        {
            await keeper.KeepAsync(refused with { MessageId = $"m-{n}" }, CancellationToken.None);
        }

        Assert.That(test.Store.Read(DeadLetterTable.CountOpen), Is.EqualTo(15));
        Assert.That(Told(), Has.Count.EqualTo(10));
        await test.Store.WriteAsync(session => LimitedAlertTable.TellRest(session, Alert.DeadLetter, "intake", Now + LimitedAlertTable.Window));
        Assert.That(Told(), Has.Count.EqualTo(11));
        Assert.That(Told()[^1], Does.Contain("\"more\":5"));
    }

    private IReadOnlyList<string> Told() =>
        test.Store.Read(session => session.Query<string>("SELECT data FROM journal WHERE kind = 'AlertRaised' AND data ->> '$.code' = 'DEAD_LETTER' ORDER BY seq"));

    private static string LongText()
    {
        var bytes = new byte[10_000];
        new Random(1).NextBytes(bytes);
        return Convert.ToBase64String(bytes);
    }
}
