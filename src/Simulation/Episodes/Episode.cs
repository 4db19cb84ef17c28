using System.Text.Json;
using Pipeline.Simulation.Scenarios;
using Pipeline.Simulation.VenueSimulator;

namespace Pipeline.Simulation.Episodes;

/// <summary>
/// A scenario made by chance: some minutes of orders at a venue that misbehaves, on processes that die, stand still and lose
/// their broker and their store. In the end everything is repaired, so that whatever is still open must come to rest.
/// </summary>
internal static class Episode
{
    /// <summary>Lines that one episode sends.</summary>
    public const int Lines = 800;

    private static readonly TimeSpan Trading = TimeSpan.FromSeconds(100);
    private static readonly TimeSpan Repaired = TimeSpan.FromSeconds(150);
    private static readonly TimeSpan AfterRepair = TimeSpan.FromSeconds(60);

    private static readonly IReadOnlyList<string> Symbols = ["AAPL", "MSFT", "NVDA", "AMZN", "META", "TSLA", "AMD", "INTC", "KO", "XOM"];

    /// <summary>The episode of a seed.</summary>
    public static Scenario Of(long seed)
    {
        var dice = new Dice(unchecked((int)(seed ^ (seed >> 32))));
        var layout = Layout.Of(dice);
        var reuse = dice.Chance(0.8) ? IdReuse.Never : dice.Pick([IdReuse.AfterFill, IdReuse.Always]);
        var window = dice.Chance(0.3) ? 30 : 0;

        // What trips by itself would end an episode that has storms and wrong clocks in it on purpose.
        var settings = new Dictionary<string, string>(layout.Settings) { ["halts.reject_storm"] = "0", ["halts.break_storm"] = "0", ["halts.max_clock_offset"] = "0s" };
        if (layout.HasBroker && seed % 2 == 0)
        {
            settings["hand_over"] = "true";
        }

        var restore = RestoreSteps.Of(dice, Trading);
        var steps = AgentSteps.Of(dice, Symbols, Lines, Trading)
            .Concat(FaultSteps.Of(dice, layout, Trading, mayStepClock: reuse == IdReuse.Never))
            .Concat(OperatorSteps.Halts(dice, Symbols, Trading))
            .Concat(restore)
            .OrderBy(step => step.At!.Value.Offset)
            .ToList();
        steps.AddRange([.. FaultSteps.Repair(layout, Repaired), .. OperatorSteps.Repair(steps, Repaired)]);
        if (restore.Count > 0)
        {
            steps.Add(RestoreSteps.End(Repaired + AfterRepair));
        }

        return new Scenario
        {
            Name = $"episode {seed}",
            Seed = seed,
            Settings = JsonSerializer.SerializeToElement(settings),
            Limits = JsonSerializer.SerializeToElement(new { global = new { duplicate_window_s = window } }),
            Workers = layout.Workers,
            Venue = new VenueScript
            {
                IdReuse = reuse,
                RateLimitPerMinute = 0,
                Quotes = [.. Symbols.Select((symbol, i) => new QuoteAct(symbol) { Bid = 100 + i - 0.1m, Ask = 100 + i })],
                Behaviours = [.. VenueFaults.Of(dice, Symbols, Repaired, reuse), .. VenueFaults.OfFees(dice, Repaired)],
                Fees = new FeeSchedule { SellBps = 0.278m, SharesPosted = FeePosting.AfterFill, PostAfter = dice.Between(TimeSpan.Zero, TimeSpan.FromSeconds(20)) },
            },
            Steps = steps,
            // What a lost store had taken and nobody remembers may still be in a queue; there it is a dead letter.
            Expect = new OneOrMore<Expectation>(
                [new Expectation { Unresolved = new Count(0, 0), DeadLetters = restore.Count > 0 ? null : new Count(0, 0) }]),
        };
    }
}
