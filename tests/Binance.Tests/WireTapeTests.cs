namespace Pipeline.Venues.Binance.Tests;

/// <summary>What is kept of what went over the wire for an order.</summary>
public sealed class WireTapeTests
{
    private Trading trading = null!;

    [SetUp]
    public void Open() => trading = new Trading();

    [TearDown]
    public void Close() => trading.Dispose();

    [Test]
    public void The_request_is_kept_without_its_signature_and_the_answer_word_for_word()
    {
        var exchange = Taped(() => trading.Submit("A")).Single(each => each.Method == "POST");

        Assert.That(exchange.Target, Is.EqualTo("http://127.0.0.1:9/api/v3/order"));
        Assert.That(exchange.Request, Does.StartWith("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=10&newClientOrderId=A&").And.EndWith("&signature=[removed]"));
        Assert.That((exchange.Status, exchange.Answer), Is.EqualTo(((int?)200, exchange.Answer)));
        Assert.That(exchange.Answer, Does.Contain("\"clientOrderId\":\"A\""));
    }

    [Test]
    public void A_signature_in_an_address_and_a_key_in_an_answer_are_not_kept()
    {
        trading.Behave("""{"when":{"call":"query"},"status":400,"code":-2015,"message":"hush is no secret of key, said Binance"}""");

        var exchange = Taped(() => trading.Query("A")).Single(each => each.Target.Contains("/api/v3/order"));

        Assert.That(exchange.Target, Does.EndWith("&signature=[removed]"));
        Assert.That(exchange.Answer, Does.Contain("[removed] is no secret of [removed], said"));
        Assert.That(exchange.ToString(), Does.Not.Contain("hush"));
    }

    [TestCase(401)]
    [TestCase(500)]
    public void Nor_do_they_stand_in_the_reason_that_a_log_tells(int status)
    {
        trading.Behave($$"""{"when":{"call":"query"},"status":{{status}},"code":-2015,"message":"hush is no secret of /api/v3/order?symbol=A&signature=c2fb2123&x=1, said Binance"}""");

        Assert.That(trading.Query("A").ToString(), Does.Contain("[removed] is no secret").And.Contain("signature=[removed]").And.Not.Contain("hush").And.Not.Contain("c2fb2123"));
    }

    private static IReadOnlyList<WireExchange> Taped(Action act)
    {
        using var tape = WireTape.Start();
        act();
        return tape.Exchanges;
    }
}
