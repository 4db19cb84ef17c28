using NUnit.Framework;
using Pipeline.Host.Scenarios;
using Pipeline.Simulation.Scenarios;
using Pipeline.Simulation.VenueSimulator;

namespace Pipeline.Simulation.Tests.Scenarios;

/// <summary>The scenarios that every venue must survive, before a venue that speaks as Binance does.</summary>
public sealed class BinanceDialectTests
{
    private static readonly string Folder = Repository.Path("tests", "Scenarios");

    // S9 is about busts and corrections, which Binance has not (its capabilities say so).
    private static IEnumerable<string> Files => Directory.EnumerateFiles(Folder, "s*.json").Select(path => Path.GetFileName(path)!)
        .Where(file => file.Length > 3 && int.TryParse(file.AsSpan(1, 2), out var number) && number is >= 1 and <= 14 and not 9).Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Files))]
    public void Everything_that_a_file_expects_holds_in_Binances_dialect_too(string file)
    {
        var scenario = ScenarioReader.Read(File.ReadAllText(Path.Combine(Folder, file)), ScenarioSettings.Of, VenueDialect.Binance);
        using var run = new ScenarioRun(scenario);
        var verdict = run.Run();

        Assert.That(verdict.Ok, Is.True, () => $"{verdict.Broken!.What} at {verdict.Broken.After}: expected {verdict.Broken.Expected}; found {verdict.Broken.Found}");
    }

    [Test]
    public void There_are_those_of_S1_to_S14() => Assert.That(Files.Select(file => file[..3]).Distinct().Count(), Is.EqualTo(13));
}
