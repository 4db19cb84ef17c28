using System.Text.RegularExpressions;
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

    [Test]
    public void What_is_handed_to_a_worker_is_where_only_root_comes_and_the_docs_say_what_it_is()
    {
        var handed = Directory.GetFiles(Folder, "*", SearchOption.AllDirectories).SelectMany(file => Regex.Matches(File.ReadAllText(file), "^LoadCredential=.*:(.*)$", RegexOptions.Multiline))
            .Select(credential => credential.Groups[1].Value).Distinct().ToList();

        Assert.That(handed, Has.Count.EqualTo(5).And.All.StartsWith("/etc/pipeline/credentials/"));
        Assert.That(handed.Select(file => file["/etc/pipeline/".Length..].Replace("%p", "pipeline-WORKER", StringComparison.Ordinal)).Where(file => !Docs.Contains($"| `{file}` |", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void The_workers_user_reads_what_settings_name_and_no_credential()
    {
        using var folder = new TempFolder();
        var group = Script.Run("id", [], "-gn").Output.Trim();
        var install = Regex.Match(Docs, @"^install -d .*/etc/pipeline.*$", RegexOptions.Multiline).Value;

        var installed = Script.Run("bash", [], "-c", install.Replace("-g pipeline", $"-g {group}", StringComparison.Ordinal).Replace("/etc/pipeline", folder.File("etc"), StringComparison.Ordinal));

        Assert.That(installed.ExitCode, Is.Zero, installed.Error);
        Assert.That(new DirectoryInfo(folder.File("etc")).UnixFileMode & ~Owner, Is.EqualTo(UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute));
        Assert.That(new DirectoryInfo(folder.File("etc/credentials")).UnixFileMode & ~Owner, Is.EqualTo(UnixFileMode.None));
    }

    [Test]
    public void Whoever_is_on_another_machine_is_named_for_all_units_at_once_by_what_the_docs_show()
    {
        var alone = AllWorkers.Names.Append("setup").Where(name => Unit(name).Contains("IPAddressDeny=any\nIPAddressAllow=localhost\n", StringComparison.Ordinal)).ToList();
        using var root = new TempFolder();
        var units = Directory.CreateDirectory(root.File("etc/systemd/system")).FullName;
        Assert.That(Script.Run("cp", [], "-r", $"{Folder}/.", units).ExitCode, Is.Zero);
        Assert.That(alone, Has.Count.EqualTo(6));
        Assert.That(alone.Select(Addresses), Is.All.Contains("localhost"));

        foreach (Match shown in Regex.Matches(Docs, @"^# (/etc/systemd/system/\S+)\n(\[Service\]\n(?:\w.*\n)+)", RegexOptions.Multiline))
        {
            File.WriteAllText(root.File(shown.Groups[1].Value[1..]), shown.Groups[2].Value);
        }

        Assert.That(alone.Select(Addresses), Is.All.Contains("allow list with non-localhost entries"));

        string Addresses(string name)
        {
            var judged = Script.Run("systemd-analyze", [], "security", "--offline=true", "--no-pager", $"--root={root.Path}", $"pipeline-{name}.service");
            Assert.That((judged.ExitCode, judged.Error), Is.EqualTo((0, "")));
            return judged.Output.Split('\n').Single(line => line.Contains("IPAddressDeny=", StringComparison.Ordinal));
        }
    }

    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static string Docs { get; } = File.ReadAllText(Repository("docs", "deployment.md"));

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
