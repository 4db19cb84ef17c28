using NUnit.Framework;
using Pipeline.Host;
using Pipeline.Host.Options;

namespace Pipeline.Workers.Tests.Settings;

public sealed class LogFileTests
{
    [Test]
    public void Two_processes_of_one_role_over_one_folder_write_no_line_over_the_others()
    {
        using var folder = new TempFolder();
        var options = new ProcessOptions { Data = folder.Path };
        using (var old = (Serilog.Core.Logger)Logging.Create(options, "worker-session", toConsole: false))
        using (var another = (Serilog.Core.Logger)Logging.Create(options, "worker-session", toConsole: false))
        {
            for (var i = 0; i < 100; i++)
            {
                old.Information("old {Number}", i);
                another.Information("another {Number}", i);
            }
        }

        Assert.That(Lines("pipeline-worker-session.jsonl"), Has.Exactly(100).Contain("old").And.Exactly(100).StartsWith("{\"@t\""));
        Assert.That(Lines("pipeline-worker-session-2.jsonl"), Has.Exactly(100).Contain("another"));

        using (var next = (Serilog.Core.Logger)Logging.Create(options, "worker-session", toConsole: false))
        {
            next.Information("next");
        }

        Assert.That(Lines("pipeline-worker-session.jsonl")[^1], Does.Contain("next"), "the file of a process that is gone is free again");

        string[] Lines(string name) => File.ReadAllLines(folder.File(Path.Combine("logs", name)));
    }

    [Test]
    public void A_file_that_can_t_be_had_is_left_alone()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.File("logs/pipeline-run.lock"));

        using var taken = LogFile.Take(folder.File("logs"), "run");

        Assert.That((taken.IsKept, Path.GetFileName(taken.Path)), Is.EqualTo((true, "pipeline-run-2.jsonl")));
    }

    [Test]
    public async Task A_process_that_can_write_no_log_says_so_and_trades()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("logs"), "no folder");

        var run = await BuiltProgram.StopAsync("serving on", "run", "--transport", "memory", "--data", folder.Path, "--http", "127.0.0.1:0");

        Assert.That(run.ExitCode, Is.Zero, run.Progress);
        Assert.That(run.Progress, Does.Contain("pipeline: no log can be written in").And.Contain("serving on"));
    }

    [Test]
    public async Task A_process_leaves_another_ones_file_alone_and_whoever_reads_the_folder_reads_all_of_it()
    {
        using var folder = new TempFolder();
        using var held = LogFile.Take(folder.File("logs"), "run");

        var run = await BuiltProgram.StopAsync("serving on", "run", "--transport", "memory", "--data", folder.Path, "--http", "127.0.0.1:0");

        Assert.That(run.ExitCode, Is.Zero, run.Progress);
        Assert.That(Directory.GetFiles(folder.File("logs")).ToDictionary(file => Path.GetFileName(file)!, file => File.ReadAllText(file).Length > 0), Is.EqualTo(new Dictionary<string, bool>
        {
            ["pipeline-run.lock"] = false, ["pipeline-run-2.lock"] = false, ["pipeline-run-2.jsonl"] = true,
        }));
    }
}
