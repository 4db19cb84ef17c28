using NUnit.Framework;
using Pipeline.Trading.DeadLetters;

namespace Pipeline.Trading.Tests.DeadLetters;

public sealed class ReasonPatternTests
{
    [TestCase("No order 5QHZJ3V2M7KXWRTA4NPD6BGYC2EIOUSL", "No order <id>")]
    [TestCase("message 5b2c3c3e-0000-0000-0000-00000000000a failed", "message <id> failed")]
    [TestCase("at 2026-03-02T15:00:00.123Z and 2026-03-02 15:00", "at <time> and <time>")]
    [TestCase("limit=100.50, was -3", "limit=<n>, was <n>")]
    [TestCase("order paper-17 of AAPL", "order paper-<n> of AAPL")]
    [TestCase("key deadbeef00112233", "key <id>")]
    [TestCase("SQLite Error 5: 'database is locked'", "SQLite Error <n>: 'database is locked'")]
    [TestCase("symbol S7 at XNYS2", "symbol S7 at XNYS2")]
    [TestCase("two\n  lines", "two lines")]
    public void What_differs_from_one_message_to_the_next_is_left_out(string reason, string pattern) => Assert.That(ReasonPattern.Of(reason), Is.EqualTo(pattern));

    [Test]
    public void A_long_reason_has_a_pattern_of_an_end() => Assert.That(ReasonPattern.Of(new string('x', 5_000)), Has.Length.EqualTo(ReasonPattern.Longest));
}
