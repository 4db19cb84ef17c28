using System.Runtime.ExceptionServices;
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

        var refusals = 0;
        void Count(object? sender, FirstChanceExceptionEventArgs thrown)
        {
            if (thrown.Exception is DirectoryNotFoundException e && e.Message.Contains(data.FullName, StringComparison.Ordinal))
            {
                Interlocked.Increment(ref refusals);
            }
        }

        AppDomain.CurrentDomain.FirstChanceException += Count;
        await clock.StartAsync(CancellationToken.None);
        await Eventually.Holds(() => Volatile.Read(ref refusals) >= 2, "it goes on after it has failed");
        AppDomain.CurrentDomain.FirstChanceException -= Count;
        Assert.That(clock.ExecuteTask!.IsCompleted, Is.False);

        data.Create();
        await Eventually.Holds(() => File.Exists(Path.Combine(data.FullName, "clock.json")), "the time is noted again");
        await clock.StopAsync(CancellationToken.None);
    }
}
