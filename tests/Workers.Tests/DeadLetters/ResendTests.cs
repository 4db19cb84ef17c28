using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using Pipeline.Bus.DeadLetters;
using Pipeline.Operator.DeadLetters;
using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Trading.DeadLetters;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.DeadLetters;

/// <summary>A replayed message goes to its queue, and one that is asked for while an earlier one is on its way there goes too.</summary>
[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Postgres)]
public sealed class ResendTests(StoreKind kind)
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);

    private TestStore test = null!;
    private long letter;

    [SetUp]
    public async Task Keep()
    {
        test = TestStore.Create(kind);
        letter = await test.Store.WriteAsync(session => DeadLetterTable.Keep(session, Failure) ?? throw new InvalidOperationException("it is kept already"));
        await ReplayAsync();
    }

    [TearDown]
    public void Remove() => test.Dispose();

    [Test]
    public async Task What_is_confirmed_is_not_sent_again()
    {
        await Worker(() => Task.CompletedTask).SendUnsentAsync(CancellationToken.None);

        Assert.That(Unsent(), Is.Empty);
    }

    [Test]
    public async Task A_replay_that_was_asked_for_before_the_one_before_was_noted_as_sent_is_sent()
    {
        await Worker(FailAndReplayAsync).SendUnsentAsync(CancellationToken.None);

        Assert.That(Unsent(), Is.EqualTo(new[] { letter }));
    }

    private static DeadLetter Failure => new("analytics", "m-1", "OrderNews", null, "InvalidOperationException", "no way on", "a stack", "{}", "{}"u8.ToArray(), Now);

    private async Task FailAndReplayAsync()
    {
        await test.Store.WriteAsync(session => DeadLetterTable.Keep(session, Failure));
        await ReplayAsync();
    }

    private Task ReplayAsync() => test.Store.WriteAsync(session => DeadLetterTable.SetReplayed(session, letter, null, null, ReplayResult.Waits, isUnsent: true, Now));

    private IEnumerable<long> Unsent() => test.Store.Read(session => DeadLetterTable.Unsent(session, 10)).Select(row => row.Id);

    private ReplayWorker Worker(Func<Task> meanwhile) => new(test.Store, new Sender(meanwhile), TimeProvider.System, NullLogger<ReplayWorker>.Instance);

    private sealed class Sender(Func<Task> meanwhile) : ILetterSender
    {
        public Task SendAsync(DeadLetterRow letter, DeadLetterContent content, CancellationToken cancellationToken) => meanwhile();
    }
}
