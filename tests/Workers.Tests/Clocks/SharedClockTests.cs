using NUnit.Framework;
using Pipeline.Host.Clocks;

namespace Pipeline.Workers.Tests.Clocks;

public sealed class SharedClockTests
{
    [Test]
    public async Task A_disk_that_takes_no_note_of_the_time_stops_no_process()
    {
        using var folder = new TempFolder();
        var data = Directory.CreateDirectory(folder.File("data"));
        using var clock = new SharedClock(data.FullName);
        clock.Join(DateTimeOffset.UnixEpoch, 1, null);
        data.Delete(recursive: true);

        await clock.StartAsync(CancellationToken.None);
        var ended = await Task.WhenAny(clock.ExecuteTask!, Task.Delay(TimeSpan.FromSeconds(2.5), TimeProvider.System, CancellationToken.None));
        Assert.That(ended, Is.Not.SameAs(clock.ExecuteTask), "it has tried twice at least, and goes on");

        data.Create();
        await Eventually.Holds(() => File.Exists(Path.Combine(data.FullName, "clock.json")), "the time is noted again");
        await clock.StopAsync(CancellationToken.None);
    }
}
