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
}
