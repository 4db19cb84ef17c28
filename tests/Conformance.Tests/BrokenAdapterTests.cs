using NUnit.Framework;

namespace Pipeline.Venues.Conformance.Tests;

/// <summary>The cases can fail: an adapter that is broken on purpose is caught by the one that forbids it.</summary>
public sealed class BrokenAdapterTests
{
    [Test]
    public async Task An_adapter_that_sends_what_was_given_up_is_caught([Values("paper", "alpaca", "binance")] string venue) =>
        Assert.That(await WhyAsync("E13", venue, entry => new Stubborn(entry)), Does.StartWith("what was given up before it began was Acknowledged"));

    [Test]
    public async Task An_adapter_that_says_nothing_of_what_was_given_up_is_caught([Values("paper", "alpaca", "binance")] string venue) =>
        Assert.That(await WhyAsync("E13", venue, entry => new Silent(entry)), Does.StartWith(nameof(TaskCanceledException)));

    /// <summary>Why a case fails before an adapter that is broken so; null where it does not.</summary>
    private static async Task<string?> WhyAsync(string id, string name, Func<IOrderEntry, IOrderEntry> entry)
    {
        var what = ConformanceSuite.All.Single(one => one.Id == id);
        var adapter = Adapters.All.Single(one => one.Name == name);
        var result = await ConformanceSuite.RunAsync(what, () => new BrokenVenue(adapter.Open(null, null, null), entry), _ => { }, CancellationToken.None);
        return result.Outcome == ConformanceOutcome.Failed ? result.Why : null;
    }

    /// <summary>Does not ask whether anybody still wants it.</summary>
    private sealed class Stubborn(IOrderEntry venue) : BrokenEntry(venue)
    {
        public override Task<SubmitOutcome> SubmitAsync(NewOrderSingle order, LastLook lastLook, CancellationToken cancellationToken) =>
            base.SubmitAsync(order, lastLook, CancellationToken.None);
    }

    /// <summary>Ends as whoever gave up, so that nobody knows what the venue has.</summary>
    private sealed class Silent(IOrderEntry venue) : BrokenEntry(venue)
    {
        public override Task<SubmitOutcome> SubmitAsync(NewOrderSingle order, LastLook lastLook, CancellationToken cancellationToken) =>
            cancellationToken.IsCancellationRequested ? Task.FromCanceled<SubmitOutcome>(cancellationToken) : base.SubmitAsync(order, lastLook, cancellationToken);
    }
}
