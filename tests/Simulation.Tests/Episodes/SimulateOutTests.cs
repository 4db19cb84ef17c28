using NUnit.Framework;
using Pipeline.Host.Commands;
using Pipeline.Host.Scenarios;
using Pipeline.Simulation.Episodes;
using Pipeline.Simulation.Scenarios;
using Pipeline.Simulation.Tests.Scenarios;

namespace Pipeline.Simulation.Tests.Episodes;

/// <summary>The file that a simulation writes when something breaks, which may be hours after its start.</summary>
public sealed class SimulateOutTests
{
    private DirectoryInfo folder = null!;

    [SetUp]
    public void Make() => folder = Directory.CreateTempSubdirectory("simulate");

    [TearDown]
    public void Clean() => folder.Delete(recursive: true);

    [Test]
    public void One_that_is_not_named_is_refused_before_anything_runs() => Assert.That(Refused(""), Is.EqualTo("simulate: --out: '' names no file"));

    [Test]
    public void One_in_a_folder_that_is_not_there_is_refused() =>
        Assert.That(Refused(Path.Combine(folder.FullName, "none", "broken.json")), Does.EndWith("none/broken.json: there is no such folder"));

    [Test]
    public void One_that_is_a_folder_is_refused() => Assert.That(Refused(folder.FullName), Is.EqualTo($"simulate: --out {folder.FullName}: that is a folder; name a file in it"));

    // Nobody makes a file there, whoever runs the test.
    [Test]
    [Platform("Linux")]
    public void One_that_cannot_be_written_is_refused() => Assert.That(Refused("/proc/broken.json"), Does.StartWith("simulate: --out /proc/broken.json can't be written: "));

    [Test]
    public void Trying_it_leaves_what_is_there_as_it_was()
    {
        var path = Path.Combine(folder.FullName, "broken.json");
        File.WriteAllText(path, "of the last run");

        new BrokenScenarioFile(path).ThrowIfNotWritable();

        Assert.That(folder.GetFiles().Select(file => file.Name), Is.EqualTo(new[] { "broken.json" }));
        Assert.That(File.ReadAllText(path), Is.EqualTo("of the last run"));
    }

    [Test]
    public void One_that_cannot_be_written_any_more_is_said_and_is_not_the_end()
    {
        var file = new BrokenScenarioFile(Path.Combine(folder.FullName, "gone", "broken.json"));
        var failure = new EpisodeFailure { Episode = 0, Seed = 11, Broken = new BrokenExpectation { What = "$.expect.dead_letters", At = default, After = "+1s", Expected = "0", Found = "1" } };
        using var error = new StringWriter();

        SimulateCommand.Shrink(new SimulationRun(1, 1, 1, ScenarioSettings.Of), failure, file, error, _ => { });

        Assert.That(file.IsWritten, Is.False);
        Assert.That(error.ToString(), Does.Contain($"{file.Path} can't be written: ").And.Contain("No scenario was kept"));
    }

    // So many orders that a run that is not refused goes on until the test is given up.
    private static string Refused(string path)
    {
        var (exitCode, _, error) = Run.Command(SimulateCommand.Create(), "--orders", "100000000", "--out", path);
        Assert.That(exitCode, Is.EqualTo(2));
        return error;
    }
}
