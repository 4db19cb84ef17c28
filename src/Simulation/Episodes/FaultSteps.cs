using Pipeline.Simulation.Scenarios;
using Pipeline.Simulation.VenueSimulator;
using Pipeline.Store.Failpoints;
using Pipeline.Store.Steps;

namespace Pipeline.Simulation.Episodes;

/// <summary>What happens to the processes of an episode, their broker, their store, their clock and their venue.</summary>
internal static class FaultSteps
{
    private static readonly string[] AroundASend = [Failpoint.Permit, Failpoint.Grant, Failpoint.Sent, Failpoint.Answered, Failpoint.Stored];

    public static IEnumerable<Step> Of(Dice dice, Layout layout, TimeSpan length, bool mayStepClock)
    {
        var count = dice.Between(2, 12);
        for (var i = 0; i < count; i++)
        {
            var at = dice.Between(TimeSpan.Zero, length);
            foreach (var step in Fault(dice, layout, at, mayStepClock))
            {
                yield return step;
            }
        }
    }

    /// <summary>Ends whatever an episode has broken.</summary>
    public static IEnumerable<Step> Repair(Layout layout, TimeSpan at)
    {
        yield return At(at) with { Store = UpOrDown.Up };
        if (layout.HasBroker)
        {
            yield return At(at) with { Broker = UpOrDown.Up };
        }

        yield return At(at) with { Network = TimeSpan.FromMilliseconds(1) };
        yield return At(at) with { Venue = new VenueAct { Resume = new EmptyAct() } };
        yield return At(at) with { Venue = new VenueAct { ClearBehaviours = new ClearBehavioursAct() } };
        yield return At(at) with { Wake = new WakeAct { MayBeMissed = true } };
        yield return At(at) with { Restart = new RestartAct { MayBeMissed = true } };
    }

    private static IEnumerable<Step> Fault(Dice dice, Layout layout, TimeSpan at, bool mayStepClock)
    {
        var worker = dice.Pick(layout.Names);
        switch (dice.Between(1, 10))
        {
            case 1 or 2 or 3:
                yield return At(at) with { Crash = Death(dice, worker) };
                yield return At(at + dice.Between(TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(12))) with { Restart = new RestartAct { MayBeMissed = true } };
                break;
            case 4 or 5:
                yield return At(at) with { Freeze = Stop(dice, worker) };
                yield return At(at + dice.Between(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(40))) with { Wake = new WakeAct { Worker = worker, MayBeMissed = true } };
                break;
            case 6 when layout.HasBroker:
                yield return At(at) with { Broker = UpOrDown.Down };
                yield return At(at + dice.Between(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(15))) with { Broker = UpOrDown.Up };
                break;
            case 6 or 7:
                yield return At(at) with { Store = UpOrDown.Down };
                yield return At(at + dice.Between(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(15))) with { Store = UpOrDown.Up };
                break;
            case 8 when mayStepClock:
                yield return At(at) with { ClockStep = new SignedDuration(TimeSpan.FromSeconds(dice.Between(1, 120) * dice.Pick([-1, 1]))) };
                break;
            case 8 or 9:
                yield return At(at) with { Venue = new VenueAct { Stop = new StopAct { For = dice.Between(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(20)) } } };
                break;
            default:
                yield return At(at) with { Venue = new VenueAct { DropStream = new DropStreamAct { Replay = dice.Pick(Enum.GetValues<StreamReplay>()) } } };
                break;
        }
    }

    private static TrapAct Death(Dice dice, string worker) => dice.Chance(0.8)
        ? new TrapAct { Worker = worker, Failpoint = dice.Pick(Failpoint.All).ToString(), Nth = dice.Between(1, 6), Within = TimeSpan.FromSeconds(30), MayBeMissed = true }
        : new TrapAct { Worker = worker, MayBeMissed = true };

    // A process that may be stopped in the middle of its work runs on a stack of its own, which is slow: so only around a send.
    private static TrapAct Stop(Dice dice, string worker) => dice.Chance(0.6)
        ? new TrapAct { Worker = worker, Failpoint = $"{Stages.Submission}.{dice.Pick(AroundASend)}", Nth = dice.Between(1, 3), Within = TimeSpan.FromSeconds(3), MayBeMissed = true }
        : new TrapAct { Worker = worker, MayBeMissed = true };

    private static Step At(TimeSpan at) => new() { At = Moment.After(at) };
}
