using NUnit.Framework;

namespace Pipeline.Workers.Tests.Bench;

/// <summary>A bench takes as long as it takes, unless somebody has seen enough.</summary>
public sealed class BenchStopTests
{
    [Test]
    public async Task A_bench_that_is_told_to_stop_stops_and_leaves_nothing_behind()
    {
        var before = Folders();

        var stopped = await BuiltProgram.StopAsync("workers start", "bench", "backlog", "--orders", "5000", "--expired", "0", "--transport", "memory");

        Assert.That((stopped.ExitCode, stopped.Output), Is.EqualTo((130, "")), stopped.Progress);
        Assert.That(Folders().Except(before), Is.Empty);
    }

    private static string[] Folders() => Directory.GetDirectories(Path.GetTempPath(), "pipeline-backlog-*");
}
