using System.Runtime.ExceptionServices;
using NUnit.Framework;
using Pipeline.Host.Clocks;

namespace Pipeline.Workers.Tests.Clocks;

public sealed class SharedClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 10, 0, 0, TimeSpan.FromHours(-5));

    [Test]
    public void Who_joins_a_folder_later_lives_in_the_time_that_has_passed_there()
    {
        using var folder = new TempFolder();
        using var venue = new SharedClock(folder.Path);
        using var pipeline = new SharedClock(folder.Path);

        // An hour of this clock passes in every real second: one that had started for itself would be three minutes behind. Each clock reads the wall's and the
        // machine's time one right after the other, once, so the two may be a little apart; how long it takes to ask them is no difference.
        var (first, began) = (venue.Join(Start, 3_600, null), TimeProvider.System.GetTimestamp());
        SpinWait.SpinUntil(() => TimeProvider.System.GetElapsedTime(began) > TimeSpan.FromMilliseconds(50));
        var second = pipeline.Join(Start, 3_600, null);

        var (before, between, after) = (first.GetUtcNow(), second.GetUtcNow(), first.GetUtcNow());
        Assert.That(between, Is.InRange(before.AddMinutes(-2), after.AddMinutes(2)));
        Assert.That(pipeline.LastSaid, Is.GreaterThan(Start + TimeSpan.FromMinutes(2)).And.LessThanOrEqualTo(second.GetUtcNow()));
    }

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
