using NUnit.Framework;
using AllWorkers = Pipeline.Host.Composition.Workers;
using StageNames = Pipeline.Store.Steps.Stages;

namespace Pipeline.Workers.Tests.Deployment;

/// <summary>The units of systemd, against the workers that there are.</summary>
public sealed class UnitTests
{
    private static readonly string Folder = Repository("infra", "systemd");

    [Test]
    public void Every_worker_has_a_unit_that_runs_it_and_the_target_wants_all_but_the_one_that_needs_somebody_to_tell()
    {
        var target = File.ReadAllText(Path.Combine(Folder, "pipeline.target"));

        using (Assert.EnterMultipleScope())
        {
            foreach (var worker in AllWorkers.Names)
            {
                Assert.That(Unit(worker), Does.Contain($"ExecStart=/usr/bin/pipeline worker {worker}\n"));
                Assert.That(target.Contains($"pipeline-{worker}.service", StringComparison.Ordinal), Is.EqualTo(worker != StageNames.Notices), worker);
            }
        }

        Assert.That(
            Directory.GetFiles(Folder, "*.service").Select(Path.GetFileNameWithoutExtension),
            Is.EquivalentTo(AllWorkers.Names.Append("setup").Select(name => $"pipeline-{name}")));
    }

    [Test]
    public void The_venues_key_is_handed_to_whoever_calls_the_venue_and_to_nobody_else() => Assert.That(
        AllWorkers.Names.Where(worker => Unit(worker).Contains("alpaca-secret", StringComparison.Ordinal)),
        Is.EquivalentTo(new[] { StageNames.Submission, StageNames.Reconciliation }));

    [Test]
    public void Setup_is_done_once_and_until_the_broker_is_there_though_what_all_units_share_says_for_ever() => Assert.That(
        File.ReadAllText(Path.Combine(Folder, "pipeline-setup.service.d", "20-once.conf")), Does.Contain("Type=oneshot\n").And.Contain("Restart=on-failure\n"),
        "systemd reads the shared file after the unit's own");

    [Test]
    public void No_worker_stays_away_because_setup_has_failed_once([ValueSource(typeof(AllWorkers), nameof(AllWorkers.Names))] string worker) => Assert.That(
        Unit(worker), Does.Contain("Wants=pipeline-setup.service\nAfter=pipeline-setup.service\n").And.Not.Contain("Requires="),
        "a start that waits for a unit that fails is given up and never tried again, and a restart of what is required restarts who requires it");

    private static string Unit(string worker) => File.ReadAllText(Path.Combine(Folder, $"pipeline-{worker}.service"));

    private static string Repository(params string[] path)
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Pipeline.sln")))
        {
            folder = folder.Parent!;
        }

        return Path.Combine([folder.FullName, .. path]);
    }
}
