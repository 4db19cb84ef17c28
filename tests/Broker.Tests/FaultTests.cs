using NUnit.Framework;
using Pipeline.Faults;

namespace Pipeline.Broker.Tests;

/// <summary>Short runs of scripts/crash-run and scripts/outage-run: nothing is lost or doubled, everything ends.</summary>
public sealed class FaultTests
{
    private static readonly OutageRunOptions ShortOutage = new() { Outage = TimeSpan.FromSeconds(8) };

    [TestCase(false, TestName = "A_killed_process_loses_and_doubles_nothing_in_memory")]
    [TestCase(true, TestName = "A_killed_process_loses_and_doubles_nothing_over_rabbitmq")]
    public async Task A_killed_process_loses_and_doubles_nothing(bool isRabbitMq)
    {
        var options = new CrashRunOptions { Rounds = 2, Intents = 40, Seed = 7, IsRabbitMq = isRabbitMq };
        AssertPassed(await new CrashRun(options, Say).RunAsync(CancellationToken.None));
    }

    [Test]
    public async Task A_killed_process_of_two_hosts_and_a_killed_database_lose_and_double_nothing() =>
        AssertPassed(await new CrashRun(new CrashRunOptions { Rounds = 2, Intents = 30, Seed = 11, IsRabbitMq = true, IsPostgres = true }, Say).RunAsync(CancellationToken.None));

    [Test]
    public async Task Intents_are_accepted_while_the_broker_is_down_also_at_the_start_and_end_when_it_is_back()
    {
        var verdict = await new BrokerOutage(ShortOutage, Say).RunAsync(CancellationToken.None);

        AssertPassed(verdict);
        foreach (var lap in verdict.Rounds.Where(lap => lap.Name is "down at start" or "down"))
        {
            Assert.That(lap.Acknowledged, Is.EqualTo(lap.Attempted).And.GreaterThan(20), lap.Name);
        }
    }

    [Test]
    public async Task A_locked_store_is_told_with_503_and_nothing_is_lost() =>
        AssertPassed(await new StoreOutage(ShortOutage, Say).RunAsync(CancellationToken.None));

    private static void AssertPassed(Verdict verdict) => Assert.That(verdict.Passed, Is.True, FigureTable.Of(verdict));

    private static void Say(string line) => TestContext.Progress.WriteLine(line);
}
