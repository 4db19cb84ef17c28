using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Simulation.Scenarios;

namespace Pipeline.Simulation.Episodes;

/// <summary>What agents and operators do about orders in an episode: send, send again, send otherwise, release, deny, cancel.</summary>
internal static class AgentSteps
{
    public static IEnumerable<Step> Of(Dice dice, IReadOnlyList<string> symbols, int lines, TimeSpan length)
    {
        for (int sent = 0, n = 1; sent < lines; n++)
        {
            var at = dice.Between(TimeSpan.Zero, length);
            var count = Math.Min(LinesOf(dice), lines - sent);
            sent += count;
            var names = Enumerable.Range(1, count).Select(line => $"o{n}.{line}").ToList();
            var intent = Intent(dice, symbols, n, count, at);
            yield return Send(intent, at) with { As = new OneOrMore<string>(names) };
            foreach (var step in Afterwards(dice, intent, names, at).Concat(dice.Chance(0.04) ? Again(dice, intent, n, at) : []))
            {
                yield return step;
            }
        }
    }

    // Most intents are a single trade, some a few of them, and now and then one is a whole rebalance.
    private static int LinesOf(Dice dice) => dice.Between(1, 100) switch
    {
        <= 75 => 1,
        <= 93 => dice.Between(2, 4),
        _ => dice.Between(6, 10),
    };

    private static IEnumerable<Step> Afterwards(Dice dice, JsonObject intent, IReadOnlyList<string> names, TimeSpan at)
    {
        if (dice.Chance(0.2))
        {
            yield return Send(intent, at + dice.Between(TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(40)));
        }

        if (dice.Chance(0.03))
        {
            var other = intent.DeepClone().AsObject();
            other["orders"]![0]!["qty"] = dice.Between(60, 90);
            yield return Send(other, at + dice.Between(TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(20)));
        }

        if (dice.Chance(0.03))
        {
            // Whether it is done, or can be, is a matter of chance too: the act may be refused.
            yield return At(at + dice.Between(TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(10))) with
            {
                Operator = new OperatorAct { Cancel = dice.Pick(names), MayBeRefused = true },
            };
        }

        if (dice.Chance(0.15))
        {
            yield return At(at + dice.Between(TimeSpan.FromMilliseconds(5), TimeSpan.FromSeconds(30))) with
            {
                Redeliver = new RedeliverAct
                {
                    Order = dice.Pick(names),
                    Message = dice.Pick(["order_proposed", "order_validated", "order_released", "order_acknowledged", "order_status_changed", "submission_unresolved"]),
                    Times = dice.Between(1, 3),
                    MayBeMissed = true,
                },
            };
        }
    }

    // The same in another plan: where the pipeline suspects that, it is held, and an operator lets it go or ends it.
    private static IEnumerable<Step> Again(Dice dice, JsonObject intent, int n, TimeSpan at)
    {
        var twin = intent.DeepClone().AsObject();
        twin["rebalance_id"] = $"twin-{n}";
        var names = twin["orders"]!.AsArray().Select((_, line) => $"t{n}.{line + 1}").ToList();
        var sent = at + dice.Between(TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(20));
        yield return Send(twin, sent) with { As = new OneOrMore<string>(names) };
        foreach (var name in names)
        {
            var act = new OperatorAct { MayBeRefused = true };
            yield return At(sent + dice.Between(TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(20))) with
            {
                Operator = dice.Chance(0.7) ? act with { Release = name } : act with { Deny = name },
            };
        }
    }

    private static JsonObject Intent(Dice dice, IReadOnlyList<string> symbols, int n, int count, TimeSpan at)
    {
        var first = dice.Between(0, symbols.Count - 1);
        var intent = new JsonObject
        {
            ["rebalance_id"] = $"plan-{n}",
            ["portfolio"] = "core",
            ["orders"] = new JsonArray([.. Enumerable.Range(0, count).Select(line => Line(dice, (first + line) % symbols.Count, symbols))]),
        };
        if (intent["orders"]!.AsArray().Any(line => (string?)line!["fill_policy"]?["type"] == "reprice_remainder"))
        {
            intent["constraints"] = new JsonObject { ["max_slippage_bps"] = dice.Pick([150, 700]) };
        }

        if (dice.Chance(0.1))
        {
            intent["valid_until"] = Moment.After(at + dice.Between(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(30))).ToString();
        }

        return intent;
    }

    private static JsonObject Line(Dice dice, int symbol, IReadOnlyList<string> symbols)
    {
        var line = new JsonObject
        {
            ["symbol"] = symbols[symbol],
            ["side"] = dice.Chance(0.6) ? "buy" : "sell",
            ["qty"] = dice.Between(1, 50),
            ["order_type"] = "market",
        };
        if (dice.Chance(0.35))
        {
            // Across the spread, or away from it, where it rests.
            var away = dice.Chance(0.3) ? 5 : -1;
            line["order_type"] = "limit";
            line["limit_price"] = 100 + symbol + ((string)line["side"]! == "buy" ? -away : away);
            line["time_in_force"] = dice.Pick(["day", "gtc", "ioc"]);
        }

        if (dice.Chance(0.4))
        {
            line["fill_policy"] = Policy(dice, mayReprice: (string?)line["time_in_force"] is "day" or "gtc");
        }

        return line;
    }

    // Short enough that they act while everything goes wrong.
    private static JsonObject Policy(Dice dice, bool mayReprice)
    {
        var seconds = dice.Between(2, 40);
        return mayReprice && dice.Chance(0.7)
            ? new JsonObject { ["type"] = "reprice_remainder", ["interval_s"] = dice.Between(1, 12), ["step_bps"] = dice.Pick([20, 130]), ["times"] = dice.Between(1, 6) }
            : dice.Between(1, 4) switch
            {
                1 => new JsonObject { ["type"] = "rest" },
                2 => new JsonObject { ["type"] = "cancel_remainder_after", ["after_s"] = seconds },
                3 => new JsonObject { ["type"] = "complete_or_cancel", ["after_s"] = seconds, ["min_filled"] = dice.Pick([0.3m, 0.5m, 1m]) },
                _ => new JsonObject { ["type"] = "escalate", ["after_s"] = seconds },
            };
    }

    private static Step Send(JsonObject intent, TimeSpan at) => At(at) with { Intent = JsonSerializer.SerializeToElement<JsonNode>(intent) };

    private static Step At(TimeSpan at) => new() { At = Moment.After(at) };
}
