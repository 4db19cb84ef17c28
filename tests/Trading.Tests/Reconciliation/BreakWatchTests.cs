using NUnit.Framework;
using Pipeline.Trading.Reconciliation;

namespace Pipeline.Trading.Tests.Reconciliation;

public sealed class BreakWatchTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    [Test]
    public void A_difference_that_is_seen_once_is_suspected_and_no_break()
    {
        var judged = Judge([], Look(Position(-4)), [], 0);

        Assert.That(judged.Raised, Is.Empty);
        Assert.That(judged.Suspects, Has.Count.EqualTo(1));
    }

    [TestCase(4, false)]
    [TestCase(5, true)]
    public void It_is_a_break_when_it_lasts(int seconds, bool isRaised)
    {
        var first = Judge([], Look(Position(-4)), [], 0);

        Assert.That(Judge(first.Suspects, Look(Position(-4)), [], seconds).Raised, Has.Count.EqualTo(isRaised ? 1 : 0));
    }

    [Test]
    public void One_that_has_changed_is_suspected_anew()
    {
        var first = Judge([], Look(Position(-4)), [], 0);
        var second = Judge(first.Suspects, Look(Position(-3)), [], 5);

        Assert.That(second.Raised, Is.Empty);
        Assert.That(Judge(second.Suspects, Look(Position(-3)), [], 10).Raised, Has.Count.EqualTo(1));
    }

    [Test]
    public void One_that_could_not_be_looked_at_stays_under_suspicion()
    {
        var first = Judge([], Look(Position(-4)), [], 0);
        var second = Judge(first.Suspects, Look() with { Moving = new HashSet<string> { "AAPL" } }, [], 5);

        Assert.That(second.Suspects, Is.EqualTo(first.Suspects));
    }

    [Test]
    public void An_open_break_is_not_raised_again_and_is_over_when_it_is_not_found()
    {
        KnownBreak[] open = [new(7, Position(-4), IsOpen: true)];

        Assert.That(Judge([], Look(Position(-4)), open, 9).Seen.Select(seen => seen.Id), Is.EqualTo(new[] { 7 }));
        Assert.That(Judge([], Look(), open, 9).Explained, Is.EqualTo(new[] { 7 }));
        Assert.That(Judge([], Look() with { Moving = new HashSet<string> { "AAPL" } }, open, 9).Explained, Is.Empty, "nothing can be said of a symbol that moves");
    }

    [Test]
    public void An_accepted_one_is_raised_again_only_when_it_changes()
    {
        KnownBreak[] accepted = [new(7, Position(-4), IsOpen: false)];

        Assert.That(Judge([], Look(Position(-4)), accepted, 9).Suspects, Is.Empty);
        Assert.That(Judge([], Look(Position(-5)), accepted, 9).Suspects, Has.Count.EqualTo(1));
    }

    [Test]
    public void An_acceptance_ends_when_a_comparison_does_not_find_what_was_accepted()
    {
        KnownBreak[] accepted = [new(7, Position(-4), IsOpen: false)];

        Assert.That(Judge([], Look(Position(-4)), accepted, 9).Ended, Is.Empty);
        Assert.That(Judge([], Look(), accepted, 9).Ended, Is.EqualTo(new[] { 7 }));
    }

    [Test]
    public void Cash_that_moves_while_it_is_looked_at_explains_nothing()
    {
        var cash = new Difference(BreakKind.CashDiffers, Difference.Cash, null, null, "10", "4", -6);
        var first = Judge([], Look(cash), [], 0);

        Assert.That(Judge([], Look() with { IsCashMoving = true }, [new(7, cash, IsOpen: true)], 9).Explained, Is.Empty);
        Assert.That(Judge(first.Suspects, Look() with { IsCashMoving = true }, [], 9).Suspects, Is.EqualTo(first.Suspects));
        Assert.That(Judge([], Look(), [new(7, cash, IsOpen: true)], 9).Explained, Is.EqualTo(new[] { 7 }));
    }

    [Test]
    public void An_acceptance_stands_while_nothing_can_be_said()
    {
        KnownBreak[] position = [new(7, Position(-4), IsOpen: false)];
        KnownBreak[] order = [new(8, new Difference(BreakKind.OrderStatusDiffers, "A", "AAPL", "A", "New", "no such order"), IsOpen: false)];

        Assert.That(Judge([], Look() with { Moving = new HashSet<string> { "AAPL" } }, position, 9).Ended, Is.Empty);
        Assert.That(Judge([], Look() with { NotTold = new HashSet<string> { "A" } }, order, 9).Ended, Is.Empty);
    }

    [TestCase(-8)]
    [TestCase(-4)]
    public void An_acceptance_ends_when_what_was_found_otherwise_is_not_explained(int delta)
    {
        KnownBreak[] accepted = [new(7, Position(-4), IsOpen: false)];
        var first = Judge([], Look(Position(-8)), accepted, 0);
        var second = Judge(first.Suspects, Look(Position(delta)), accepted, 4);

        Assert.That(first.Ended, Is.Empty, "a fill may be on its way");
        Assert.That(second.Ended, Is.EqualTo(new[] { 7 }));
        Assert.That(second.Suspects.Select(suspect => suspect.Difference.Delta), Is.EqualTo(new[] { (decimal?)delta }));
    }

    [Test]
    public void A_position_stays_the_same_matter_when_we_begin_to_trade_its_symbol()
    {
        KnownBreak[] accepted = [new(7, Position(100) with { Kind = BreakKind.ExternalPosition }, IsOpen: false)];

        Assert.That(Judge([], Look(Position(100)), accepted, 9).Suspects, Is.Empty);
    }

    [TestCase(BreakKind.ExternalOrder)]
    [TestCase(BreakKind.RejectBreaker)]
    public void What_no_comparison_ends_waits_for_a_person(BreakKind kind) => Assert.That(
        Judge([], Look(), [new KnownBreak(7, new Difference(kind, "V1", "AAPL", null, "", ""), IsOpen: true)], 9).Explained, Is.Empty);

    [Test]
    public void Two_open_breaks_of_one_thing_are_judged_as_one()
    {
        var external = new Difference(BreakKind.ExternalOrder, "V1", "AAPL", null, "", "");

        Assert.That(Judge([], Look(external), [new KnownBreak(7, external, IsOpen: true), new KnownBreak(8, external, IsOpen: true)], 9).Raised, Is.Empty);
    }

    private static Difference Position(decimal delta) => new(BreakKind.PositionDiffers, "AAPL", "AAPL", null, "10", $"{10 + delta}", delta);

    private static Look Look(params Difference[] found) => new(found, new HashSet<string>(), new HashSet<string>());

    private static WatchResult Judge(IReadOnlyCollection<Suspect> suspects, Look look, IReadOnlyCollection<KnownBreak> known, int seconds) =>
        BreakWatch.Judge(suspects, look, known, TimeSpan.FromSeconds(seconds), Grace);
}
