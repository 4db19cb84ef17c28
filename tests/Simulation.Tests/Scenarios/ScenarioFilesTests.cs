using NUnit.Framework;
using Pipeline.Simulation.Scenarios;

namespace Pipeline.Simulation.Tests.Scenarios;

/// <summary>The scenarios of the repository, and what describes their form.</summary>
public sealed class ScenarioFilesTests
{
    private static readonly string Folder = Repository.Path("tests", "Scenarios");

    private static IEnumerable<string> Files => Directory.EnumerateFiles(Folder, "*.json").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Files)), Parallelizable(ParallelScope.All)]
    public void Everything_that_a_file_expects_holds(string file)
    {
        var verdict = Run.Of(File.ReadAllText(Path.Combine(Folder, file)));

        Assert.That(verdict.Ok, Is.True, () => $"{verdict.Broken!.What} at {verdict.Broken.After}: expected {verdict.Broken.Expected}; found {verdict.Broken.Found}");
    }

    [Test]
    public void There_are_enough_of_them() => Assert.That(Files.Count(), Is.GreaterThan(30));

    [Test]
    public void The_published_schema_is_the_one_that_is_read_by()
    {
        var published = File.ReadAllText(Repository.Path("docs", "scenario.schema.json"));

        Assert.That(published, Is.EqualTo(ScenarioSchema.Json + "\n"), "remake it: scripts/pipeline scenario --schema > docs/scenario.schema.json");
    }

    [Test]
    public void A_file_that_holds_ends_with_0_and_its_verdict()
    {
        var (exitCode, output, _) = Run.Scenario(Path.Combine(Folder, "s02-gateway-timeout.json"));

        Assert.That((exitCode, output), Is.EqualTo((0, output)));
        Assert.That(output, Does.Contain("\"ok\": true"));
    }

    [Test]
    public void A_trace_that_cannot_be_written_is_a_wrong_argument()
    {
        var (exitCode, _, error) = Run.Scenario(Path.Combine(Folder, "s02-gateway-timeout.json"), "--trace", "/nowhere/to/be/found");

        Assert.That(exitCode, Is.EqualTo(2));
        Assert.That(error, Does.StartWith("--trace: /nowhere/to/be/found can't be written: "));
    }

    [Test]
    public void The_examples_of_the_docs_hold()
    {
        var examples = File.ReadAllText(Repository.Path("docs", "scenarios.md")).Split("```json\n").Skip(1).Select(part => part.Split("```")[0])
            .Where(example => example.Contains("\"name\"", StringComparison.Ordinal)).ToList();

        Assert.That(examples, Is.Not.Empty);
        Assert.That(examples.Select(example => Run.Of(example).Broken), Has.All.Null);
    }
}
