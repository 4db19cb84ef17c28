using NUnit.Framework;

namespace Pipeline.Venues.Alpaca.Tests;

public sealed class AlpacaOptionsTests
{
    [Test]
    public void A_not_found_proves_nothing_for_ten_seconds() => Assert.That(new AlpacaOptions().SettleWindow, Is.EqualTo(TimeSpan.FromSeconds(10)));
}
