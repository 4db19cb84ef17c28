using System.CommandLine;
using NUnit.Framework;
using Pipeline.Host.Commands;
using Pipeline.Host.Options;

namespace Pipeline.Workers.Tests.Bench;

/// <summary>What becomes of a backlog bench's store, in which alone stands what went wrong.</summary>
public sealed class BacklogKeepTests
{
    private TempFolder folder = null!;
    private StringWriter error = null!;

    private string Store => folder.File("bench");

    [SetUp]
    public void Make()
    {
        (folder, error) = (new TempFolder(), new StringWriter());
        Directory.CreateDirectory(Store);
    }

    [TearDown]
    public void Clean()
    {
        error.Dispose();
        folder.Dispose();
    }

    [Test]
    public async Task A_bench_from_which_nothing_comes_any_more_keeps_its_store_and_says_so()
    {
        var code = await KeepAsync(() => throw new TimeoutException("3 of 5 orders did not end"));

        Assert.That((code, Directory.Exists(Store)), Is.EqualTo((1, true)));
        Assert.That(error.ToString(), Is.EqualTo(
            $"pipeline: 3 of 5 orders did not end{Environment.NewLine}pipeline: the store was kept, for whoever looks for what went wrong: postgres://bench@db/pipeline{Environment.NewLine}"));
    }

    [Test]
    public async Task A_wrong_result_keeps_it_and_a_right_one_does_not()
    {
        Assert.That((await KeepAsync(() => Task.FromResult(false)), Directory.Exists(Store)), Is.EqualTo((1, true)));
        Assert.That((await KeepAsync(() => Task.FromResult(true)), Directory.Exists(Store)), Is.EqualTo((0, false)));
    }

    [Test]
    public void A_bench_that_breaks_keeps_it()
    {
        Assert.That(() => KeepAsync(() => throw new InvalidOperationException()), Throws.InvalidOperationException);
        Assert.That(Directory.Exists(Store), Is.True);
    }

    [Test]
    public void A_bench_that_somebody_stops_keeps_nothing()
    {
        var stopped = new CancellationToken(canceled: true);

        Assert.That(() => BacklogBenchCommand.KeepAsync(Store, Store, error, () => throw new OperationCanceledException(stopped), stopped), Throws.InstanceOf<OperationCanceledException>());
        Assert.That((Directory.Exists(Store), error.ToString()), Is.EqualTo((false, "")));
    }

    [Test]
    public void A_setting_that_is_not_understood_leaves_no_folder()
    {
        var before = Folders();

        Assert.That(
            () => BacklogBenchCommand.Create("2026-03-02T10:00:00-05:00").Parse(["--store", "postgres://"]).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }),
            Throws.TypeOf<OptionException>());
        Assert.That(Folders().Except(before), Is.Empty);
    }

    private static string[] Folders() => Directory.GetDirectories(Path.GetTempPath(), $"pipeline-backlog-{Environment.ProcessId}");

    private Task<int> KeepAsync(Func<Task<bool>> bench) => BacklogBenchCommand.KeepAsync(Store, "postgres://bench@db/pipeline", error, bench, CancellationToken.None);
}
