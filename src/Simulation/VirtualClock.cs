namespace Pipeline.Simulation;

/// <summary>
/// A clock that stands still until it is told to move, and the agenda of everything that is going to happen. What is due fires
/// while it moves, on the mover's thread, each at its own instant; what is due at the same instant fires in the order in which
/// it was set.
/// </summary>
public sealed class VirtualClock(DateTimeOffset start) : TimeProvider
{
    private readonly PriorityQueue<Entry, (long Due, long Number)> agenda = new();
    private DateTimeOffset now = start.ToUniversalTime();
    private long number;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>When the next entry of the agenda is due; null when there is none.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            while (agenda.TryPeek(out var entry, out var at))
            {
                if (!entry.IsStale)
                {
                    return new DateTimeOffset(at.Due, TimeSpan.Zero);
                }

                agenda.Dequeue();
            }

            return null;
        }
    }

    public override DateTimeOffset GetUtcNow() => now;

    public override long GetTimestamp() => now.Ticks;

    /// <summary>Has something happen after a while; at the earliest when the clock is next moved, be it to where it stands.</summary>
    public void After(TimeSpan delay, Action happening) => Add(now + delay, new Entry(happening, null, 0));

    /// <summary>Lets the next entry happen that is due by an instant. False when there is none; the clock then stands as before.</summary>
    public bool TryStep(DateTimeOffset until)
    {
        if (NextDue is not { } due || due > until)
        {
            return false;
        }

        now = due > now ? due : now;
        agenda.Dequeue().Fire();
        return true;
    }

    /// <summary>Moves on to an instant.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The instant is in the past.</exception>
    public void MoveTo(DateTimeOffset instant)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(instant, now);
        while (TryStep(instant))
        {
        }

        now = instant.ToUniversalTime();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private void Add(DateTimeOffset due, Entry entry) => agenda.Enqueue(entry, (due.UtcTicks, ++number));

    /// <summary>An entry of a timer goes stale when the timer is changed or disposed; it stays in the queue until it would be due.</summary>
    private readonly record struct Entry(Action? Happening, VirtualTimer? Timer, int Setting)
    {
        public bool IsStale => Timer is not null && Timer.Setting != Setting;

        public void Fire()
        {
            if (Timer is null)
            {
                Happening!();
            }
            else
            {
                Timer.Fire();
            }
        }
    }

    private sealed class VirtualTimer(VirtualClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan period;

        public int Setting { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            this.period = period;
            Setting++;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                clock.Add(clock.now + dueTime, new Entry(null, this, Setting));
            }

            return true;
        }

        public void Fire()
        {
            Change(period > TimeSpan.Zero ? period : Timeout.InfiniteTimeSpan, period);
            callback(state);
        }

        public void Dispose() => Setting++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
