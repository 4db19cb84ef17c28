using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using Pipeline.Access;
using Pipeline.Store;
using Pipeline.Workers.Tests.Monitoring;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.Access;

/// <summary>Whoever is not let in is told of, also when the store is away at that moment.</summary>
public sealed class RefusalsTests
{
    private TestStore opened = null!;

    [SetUp]
    public void Open() => opened = TestStore.Create(StoreKind.Sqlite);

    [TearDown]
    public void Close() => opened.Dispose();

    [Test]
    public async Task Who_was_refused_while_the_store_was_away_is_told_of_when_it_is_back()
    {
        var store = new StoreThatGoesAway(opened.Store) { IsAway = true };
        using var refusals = Of(store);
        await refusals.StartAsync(CancellationToken.None);
        refusals.Note(Refusal.CredentialsMissing("viewer"), Refusals.Http, null, "10.0.0.1");
        refusals.Note(Refusal.CredentialsMissing("viewer"), Refusals.Http, null, "10.0.0.1");
        await Eventually.Holds(() => store.Lost > 0, "it was tried in vain");

        store.IsAway = false;
        await Eventually.Holds(() => Told().Sum() == 2, "both are told of, and nobody had to come for it");
        await refusals.StopAsync(CancellationToken.None);
    }

    [Test]
    public async Task What_may_be_recorded_is_not_told_of_twice()
    {
        await using var store = new LossyStore(opened.Store);
        using var refusals = Of(store);
        store.LosesAnswerOf(hasCommitted: true);
        await refusals.StartAsync(CancellationToken.None);
        refusals.Note(Refusal.CredentialsMissing("viewer"), Refusals.Http, null, "10.0.0.1");
        await Eventually.Holds(() => Told().Count == 1, "it was recorded, and the answer is lost");

        refusals.Note(Refusal.CredentialsMissing("viewer"), Refusals.Http, null, "10.0.0.1");
        await Eventually.Holds(() => Told().Count == 2, "the next is told of");
        await refusals.StopAsync(CancellationToken.None);

        Assert.That(Told(), Is.EqualTo(new[] { 1, 1 }));
    }

    private static Refusals Of(IStore store) => new(store, TimeProvider.System, NullLogger<Refusals>.Instance) { Pause = TimeSpan.FromMilliseconds(10) };

    private IReadOnlyList<int> Told() => opened.Store.Read(session =>
        session.Query<int>("SELECT data ->> '$.facts.refused[0].count' FROM journal WHERE kind = 'AlertRaised' ORDER BY seq"));
}
