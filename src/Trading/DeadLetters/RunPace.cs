namespace Pipeline.Trading.DeadLetters;

/// <summary>How fast a run of replays goes on: with a canary one message first, then ten, then a hundred, each only when all before it were worked off.</summary>
public static class RunPace
{
    /// <summary>How many messages each step of a canary has; after the last the run goes at its rate.</summary>
    public static IReadOnlyList<int> CanarySteps { get; } = [1, 10, 100];

    /// <summary>How long nothing may be worked off at a step of the canary before the run is paused for a person, and at the end before it ends all the same.</summary>
    public static readonly TimeSpan CanaryPatience = TimeSpan.FromSeconds(30);

    /// <summary>Most messages that are replayed in one transaction.</summary>
    public const int LargestBatch = 500;

    /// <summary>Least and most messages a second.</summary>
    public const int SlowestRate = 1;

    public const int FastestRate = 10_000;

    /// <summary>Messages a second of a run that nobody has told otherwise.</summary>
    public const int UsualRate = 50;

    /// <summary>What a run does next.</summary>
    /// <param name="run">How far it has come.</param>
    /// <param name="sinceLast">Time since its last batch, of whoever works on it.</param>
    /// <param name="now">The time.</param>
    public static RunMove Next(RunProgress run, TimeSpan sinceLast, DateTimeOffset now)
    {
        if (run.Failed > 0 && run.HasCanary)
        {
            return new RunMove.Pause($"{run.Failed} of {run.Taken} failed again");
        }

        if (run.IsAtEnd)
        {
            return run.Waiting == 0 || now - run.LastAt >= CanaryPatience ? new RunMove.End() : new RunMove.Wait();
        }

        if (!run.HasCanary || run.Step >= CanarySteps.Count)
        {
            return OfRate(run, sinceLast);
        }

        var upTo = CanarySteps.Take(run.Step + 1).Sum();
        if (run.Taken < upTo)
        {
            return OfRate(run, sinceLast) is RunMove.Take(var most) ? new RunMove.Take(Math.Min(most, upTo - run.Taken)) : new RunMove.Wait();
        }

        return run.Waiting == 0 ? new RunMove.NextStep()
            : now - run.LastAt >= CanaryPatience ? new RunMove.Pause($"{run.Waiting} of the first {run.Taken} have not been worked off, none in the last {CanaryPatience.TotalSeconds:0} s")
            : new RunMove.Wait();
    }

    private static RunMove OfRate(RunProgress run, TimeSpan sinceLast)
    {
        var may = (int)Math.Min(LargestBatch, run.Rate * Math.Min(1, sinceLast.TotalSeconds));
        return may >= 1 ? new RunMove.Take(may) : new RunMove.Wait();
    }
}

/// <summary>How far a run has come.</summary>
/// <param name="Rate">Messages a second.</param>
/// <param name="HasCanary">Whether it begins with one.</param>
/// <param name="Step">Which step of the canary it is at, from 0.</param>
/// <param name="Taken">How many it has replayed.</param>
/// <param name="Waiting">Of those, how many have not been worked off.</param>
/// <param name="Failed">Of those, how many failed again.</param>
/// <param name="IsAtEnd">Whether nothing is left to replay.</param>
/// <param name="LastAt">When it replayed last, began, or something of it was worked off last.</param>
public sealed record RunProgress(int Rate, bool HasCanary, int Step, int Taken, int Waiting, int Failed, bool IsAtEnd, DateTimeOffset LastAt);

/// <summary>What a run does next. A closed set.</summary>
public abstract record RunMove
{
    private RunMove()
    {
    }

    /// <summary>Replays so many at most.</summary>
    public sealed record Take(int Most) : RunMove;

    /// <summary>Goes to the canary's next step.</summary>
    public sealed record NextStep : RunMove;

    /// <summary>Does nothing yet.</summary>
    public sealed record Wait : RunMove;

    /// <summary>Stops for a person.</summary>
    public sealed record Pause(string Why) : RunMove;

    /// <summary>Is done.</summary>
    public sealed record End : RunMove;
}
