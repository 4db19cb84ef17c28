using NUnit.Framework;
using Pipeline.Simulation.VenueSimulator;

namespace Pipeline.Simulation.Tests;

public sealed class SimulatorOptionsTests
{
    [Test]
    public void An_account_starts_with_cash() => Assert.That(new SimulatorOptions().StartingCash, Is.EqualTo(10_000_000m));
}
