using CsCheck;
using NUnit.Framework;
using Pipeline.Messages.Capabilities;
using Pipeline.Trading.Reconciliation;

namespace Pipeline.Trading.Tests.Reconciliation;

public sealed class FeeAllowanceTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly LateFees Terms = new("CFEE", MostBps: 25, ListedWithin: TimeSpan.FromHours(24), CoinDecimals: 9);

    [Test]
    public void A_buy_permits_the_highest_rate_of_what_it_brought_for_as_long_as_its_fee_may_be_late()
    {
        var receipts = new[] { Bought(2, 0) };

        Assert.That(Of(receipts, hours: 23.9).Most, Is.EqualTo(0.005m));
        Assert.That(Of(receipts, hours: 23.9).UntilOf(0.005m), Is.EqualTo(Noon.AddHours(24)));
        Assert.That(Of(receipts, hours: 23.9).UntilOf(0.005000001m), Is.Null);
        Assert.That(Of(receipts, hours: 24).Most, Is.Zero);
    }

    [Test]
    public void A_fee_is_rounded_up_so_the_allowance_is() => Assert.That(Of([Bought(0.123456789m, 0)], 1).Most, Is.EqualTo(0.000308642m));

    [Test]
    public void A_fee_that_is_listed_leaves_what_a_later_buy_permits()
    {
        FeeReceipt[] receipts = [Bought(2, 0), Bought(1, 1), Listed(0.005m, 3)];

        Assert.That(Of(receipts, 3).Most, Is.EqualTo(0.0025m), "the later buy's fee is still to come");
        Assert.That(Of([.. receipts, Listed(0.0025m, 4)], 4).Most, Is.Zero);
    }

    [Test]
    public void A_lower_rate_leaves_room_only_until_its_buys_are_too_old()
    {
        FeeReceipt[] receipts = [Bought(2, 0), Listed(0.003m, 3)];

        Assert.That((Of(receipts, 3).Most, Of(receipts, 24).Most), Is.EqualTo((0.002m, 0m)));
    }

    [Test]
    public void A_fee_of_an_older_buy_does_not_use_up_what_a_newer_one_permits() =>
        Assert.That(Of([Bought(2, 0), Bought(2, 20), Listed(0.005m, 23)], 30).Most, Is.EqualTo(0.005m));

    [Test]
    public void What_is_given_back_permits_nothing_more() => Assert.That(Of([Bought(2, 0), Listed(0.005m, 1), Listed(-0.005m, 2)], 3).Most, Is.Zero);

    [Test]
    public void The_last_amount_that_is_missing_can_be_awaited_the_longest()
    {
        var allowance = Of([Bought(2, 0), Bought(1, 10)], 11);

        Assert.That((allowance.UntilOf(0.0025m), allowance.UntilOf(0.0026m)), Is.EqualTo(((DateTimeOffset?)Noon.AddHours(34), (DateTimeOffset?)Noon.AddHours(24))));
    }

    /// <summary>Whatever a venue takes by its own terms, and in whatever order it lists that: what is missing is never taken for a break too early.</summary>
    [Test]
    public void What_a_venue_may_have_taken_and_not_listed_is_always_allowed() =>
        Gen.Select(Gen.Int[1, 1_000_000], Gen.Int[0, 600], Gen.Int[0, 25], Gen.Int[0, 1439]).Array[1, 12].Sample(
            trades =>
            {
                var receipts = new List<FeeReceipt>();
                var pending = new List<(DateTimeOffset Taken, DateTimeOffset Listed, decimal Amount)>();
                foreach (var (qty, minute, rate, lateness) in trades)
                {
                    var (received, at) = (qty / 1_000_000_000m, Noon.AddMinutes(minute));
                    receipts.Add(new FeeReceipt(at, received, 0));
                    pending.Add((at, at.AddMinutes(lateness), Math.Round(received * rate / 10_000, 9, MidpointRounding.ToPositiveInfinity)));
                }

                for (var minute = 0; minute < 2_040; minute += 17)
                {
                    var now = Noon.AddMinutes(minute);
                    var missing = pending.Where(fee => fee.Taken <= now && fee.Listed > now).Sum(fee => fee.Amount);
                    var known = receipts.Where(receipt => receipt.At <= now).Concat(pending.Where(fee => fee.Listed <= now).Select(fee => new FeeReceipt(fee.Listed, 0, fee.Amount)));
                    Assert.That(FeeAllowance.Of(known, Terms, 9, now).Most, Is.GreaterThanOrEqualTo(missing), $"minute {minute}");
                }

                return true;
            },
            iter: 2_000);

    private static FeeAllowance Of(IReadOnlyList<FeeReceipt> receipts, double hours) => FeeAllowance.Of(receipts, Terms, 9, Noon.AddHours(hours));

    private static FeeReceipt Bought(decimal qty, double hours) => new(Noon.AddHours(hours), qty, 0);

    private static FeeReceipt Listed(decimal amount, double hours) => new(Noon.AddHours(hours), 0, amount);
}
