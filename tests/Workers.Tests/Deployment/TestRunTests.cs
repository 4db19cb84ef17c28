using NUnit.Framework;

namespace Pipeline.Workers.Tests.Deployment;

/// <summary><c>scripts/test</c>, of which one runs at a time.</summary>
public sealed class TestRunTests
{
    [Test]
    public void A_second_run_is_refused_while_one_is_under_way_and_leaves_its_results_alone()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.File("scripts"));
        Directory.CreateDirectory(folder.File("artifacts/test-results"));
        File.Copy(ComposeFile.Repository("scripts", "test"), folder.File("scripts/test"));
        File.WriteAllText(folder.File("Pipeline.sln"), "");
        File.WriteAllText(folder.File("artifacts/test-results/of-the-first.trx"), "");
        Assert.That(Script.Run("install", [], "-m", "0755", "/bin/true", folder.File("scripts/build")).ExitCode, Is.Zero);

        var second = Script.Run("flock", [], folder.File("artifacts/.test-lock"), "bash", folder.File("scripts/test"));

        Assert.That(second.ExitCode, Is.EqualTo(1));
        Assert.That(second.Error, Does.StartWith("test: another run is under way here").And.Contain("artifacts/.test-lock"));
        Assert.That(folder.File("artifacts/test-results/of-the-first.trx"), Does.Exist);
    }
}
