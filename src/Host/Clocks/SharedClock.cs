using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Pipeline.Messages;

namespace Pipeline.Host.Clocks;

/// <summary>
/// Lets the processes of one data folder, and the simulated venue they trade at, share a rehearsal clock: who starts while another runs joins its time, and a later
/// start goes on from the latest time on record, since time must not run backwards over a journal.
/// </summary>
public sealed class SharedClock(string folder) : BackgroundService
{
    private static readonly TimeSpan TouchEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Stale = TimeSpan.FromSeconds(5);

    private readonly string path = Path.Combine(folder, "clock.json");
    private ClockRecord? record;

    /// <summary>What the clock said when a process last ran on it; null where none has.</summary>
    public DateTimeOffset? LastSaid => Read() is { } last ? last.Start + ((last.AliveAt - last.Origin) * last.Speed) : null;

    /// <summary>The clock to run on.</summary>
    /// <param name="start">Where it should start.</param>
    /// <param name="speed">How fast it runs.</param>
    /// <param name="latest">The latest time in the data folder, or null when it is new.</param>
    public TimeProvider Join(DateTimeOffset start, double speed, DateTimeOffset? latest)
    {
        var now = TimeProvider.System.GetUtcNow();
        record = Read() is { } running && running.AliveAt > now - Stale && running.Asked == start && running.Speed == speed
            ? running
            : new ClockRecord(start, latest > start ? latest.Value : start, now, speed, now);
        Write(record with { AliveAt = now });
        return new RehearsalClock(record.Start, record.Origin, record.Speed);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TouchEvery);
        while (record is not null && await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                Write(record with { AliveAt = TimeProvider.System.GetUtcNow() });
            }
            catch (IOException)
            {
                // The disk is full, say. The clock runs on; who starts before this can be noted again begins at the latest time on record.
            }
        }
    }

    private ClockRecord? Read()
    {
        try
        {
            return JsonSerializer.Deserialize<ClockRecord>(File.ReadAllText(path), PipelineJson.Options);
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }

    private void Write(ClockRecord value)
    {
        var temporary = $"{path}.{Environment.ProcessId}";
        File.WriteAllText(temporary, JsonSerializer.Serialize(value, PipelineJson.Options));
        File.Move(temporary, path, overwrite: true);
    }

    /// <param name="Asked">The start that was asked for.</param>
    /// <param name="Start">What the clock said at its origin.</param>
    /// <param name="Origin">The real time of that.</param>
    /// <param name="Speed">Its speed.</param>
    /// <param name="AliveAt">When a process last ran on it.</param>
    private sealed record ClockRecord(DateTimeOffset Asked, DateTimeOffset Start, DateTimeOffset Origin, double Speed, DateTimeOffset AliveAt);
}
