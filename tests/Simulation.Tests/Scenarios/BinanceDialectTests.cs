using NUnit.Framework;
using Pipeline.Host.Scenarios;
using Pipeline.Simulation.Scenarios;
using Pipeline.Simulation.VenueSimulator;

namespace Pipeline.Simulation.Tests.Scenarios;

/// <summary>The scenarios that every venue must survive, before a venue that speaks as Binance does.</summary>
public sealed class BinanceDialectTests
{
    private static readonly string Folder = Repository.Path("tests", "Scenarios");

    private static IEnumerable<string> Files => Directory.EnumerateFiles(Folder, "s*.json").Select(path => Path.GetFileName(path)!)
        .Where(file => file.Length > 3 && int.TryParse(file.AsSpan(1, 2), out var number) && number is >= 1 and <= 14).Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Files))]
    public void Everything_that_a_file_expects_holds_in_Binances_dialect_too(string file)
    {
        var scenario = ScenarioReader.Read(File.ReadAllText(Path.Combine(Folder, file)), ScenarioSettings.Of, VenueDialect.Binance);
        if (scenario.Skipped is { } why)
        {
            Assert.That((file[..3], why), Is.EqualTo(("s09", "Binance takes no trade back and corrects none")), "its capabilities say so, and nothing else is skipped");
            return;
        }

        using var run = new ScenarioRun(scenario);
        var verdict = run.Run();

        Assert.That(verdict.Ok, Is.True, () => $"{verdict.Broken!.What} at {verdict.Broken.After}: expected {verdict.Broken.Expected}; found {verdict.Broken.Found}");
    }

    [Test]
    public void There_are_those_of_S1_to_S14() => Assert.That(Files.Select(file => file[..3]).Distinct().Count(), Is.EqualTo(14));
}
