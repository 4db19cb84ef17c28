using CsCheck;
using NUnit.Framework;
using Pipeline.Trading.Halts;

namespace Pipeline.Trading.Tests.Halts;

public sealed class HaltFileTextTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);

    [TestCase("", "the halt file is there")]
    [TestCase("\n \t\r\n", "the halt file is there")]
    [TestCase("# wrong prices\n# call Bob", "wrong prices")]
    public void A_file_that_names_no_scope_halts_all(string text, string why) => Assert.That(Said(text), Is.EqualTo(new[] { ("all", why) }));

    [Test]
    public void Each_line_is_a_scope_and_perhaps_why() => Assert.That(
        Said("# Monday\nsymbol:aapl # split\r\n\nstrategy:momentum\nvenue:paper#odd"),
        Is.EqualTo(new[] { ("symbol:AAPL", "split"), ("strategy:momentum", "the halt file says so"), ("venue:paper", "odd") }));

    [Test]
    public void A_scope_said_twice_is_one() => Assert.That(Said("symbol:AAPL # one\nsymbol:aapl # two"), Is.EqualTo(new[] { ("symbol:AAPL", "one") }));

    [TestCase("symbol:AAPL\nsymbol", "line 2 of the halt file is no scope")]
    [TestCase("AAPL", "line 1 of the halt file is no scope")]
    [TestCase("all reduce_only", "line 1 of the halt file is no scope")]
    [TestCase("symbol:AAPL symbol:MSFT", "line 1 of the halt file is no scope")]
    [TestCase("strategy:m\nvenue:papper", "line 2 of the halt file names a venue that no order goes to")]
    public void What_is_not_understood_halts_all(string text, string why)
    {
        var (scope, said) = Said(text).Single();

        Assert.That((scope, said), Is.EqualTo(("all", said)));
        Assert.That(said, Does.StartWith(why));
    }

    [Test]
    public void A_file_that_is_too_long_halts_all() =>
        Assert.That(Said("symbol:AAPL" + new string('\n', HaltFileText.Longest)).Single().Scope, Is.EqualTo("all"));

    [Test]
    public void Whatever_it_says_something_is_halted() =>
        Gen.String.Sample(text => HaltFileText.Parse(text, "paper", Now) is { Count: > 0 } halts && halts.All(halt => HaltScope.Parse(halt.Scope) == halt.Scope));

    private static IEnumerable<(string Scope, string Why)> Said(string text) => HaltFileText.Parse(text, "paper", Now).Select(halt => (halt.Scope, halt.Why));
}
