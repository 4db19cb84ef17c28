using NUnit.Framework;
using Pipeline.Trading.Reconciliation;

namespace Pipeline.Trading.Tests.Reconciliation;

public sealed class ExecutionMatchTests
{
    private readonly ExecutionMatch match = new();

    [SetUp]
    public void List()
    {
        match.Clear();
        match.List("e1");
        match.List("e2");
    }

    [Test]
    public void What_is_listed_and_booked_is_on_both_sides()
    {
        match.Book(new BookedExecution("e1", "AAPL", "A", MustBeListed: true));

        Assert.That((match.IsBooked("e1"), match.IsBooked("e2"), match.NotListed.Count), Is.EqualTo((true, false, 0)));
    }

    [Test]
    public void What_is_booked_and_not_listed_is_missing_there_when_it_must_be_listed()
    {
        match.Book(new BookedExecution("e3", "AAPL", "A", MustBeListed: true));
        match.Book(new BookedExecution("e4", "AAPL", "A", MustBeListed: false));

        Assert.That(match.NotListed.Select(execution => execution.ExecId), Is.EqualTo(new[] { "e3" }));
    }

    [Test]
    public void What_the_venue_lists_twice_is_one_execution()
    {
        match.Book(new BookedExecution("e1", "AAPL", "A", MustBeListed: true));
        match.List("e1");

        Assert.That((match.Listed, match.IsBooked("e1")), Is.EqualTo((2, true)));
    }

    [Test]
    public void Nothing_is_left_of_the_time_before()
    {
        match.Book(new BookedExecution("e1", "AAPL", "A", MustBeListed: true));
        match.Book(new BookedExecution("e3", "AAPL", "A", MustBeListed: true));
        match.Clear();
        match.List("e1");

        Assert.That((match.Listed, match.IsBooked("e1"), match.NotListed.Count), Is.EqualTo((1, false, 0)));
    }
}
