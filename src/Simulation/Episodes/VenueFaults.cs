using System.Text.Json;
using Pipeline.Simulation.VenueSimulator;

namespace Pipeline.Simulation.Episodes;

/// <summary>
/// What the venue of an episode does wrong. Never what no client can live with: its refusals in words that prove something are
/// true, and it shows an order, at the latest, within the settle window.
/// </summary>
internal static class VenueFaults
{
    private static readonly IReadOnlyList<Func<Dice, VenueBehaviour>> Kinds =
    [
        _ => Submit("no answer after accept") with { Answer = AnswerFault.None },
        _ => Submit("no answer, not accepted") with { Answer = AnswerFault.None, Accept = false },
        _ => Submit("reset after accept") with { Answer = AnswerFault.Reset },
        _ => Submit("reset, not accepted") with { Answer = AnswerFault.Reset, Accept = false },
        _ => Submit("refused connection") with { Answer = AnswerFault.Refused },
        dice => Submit("5xx after accept") with { Status = dice.Pick([500, 502, 503, 504]) },
        dice => Submit("5xx, not accepted") with { Status = dice.Pick([500, 502, 503, 504]), Accept = false },
        _ => Submit("5xx, accepted later") with { Status = 504, AcceptAfter = TimeSpan.FromSeconds(3) },
        _ => Submit("4xx, accepted later") with { Status = 400, Code = 49990000, Message = "try later", AcceptAfter = TimeSpan.FromSeconds(2) },
        _ => Submit("4xx of no known code") with { Status = 400, Code = 49990000, Message = "no", Accept = false },
        _ => Submit("429") with { Status = 429, Code = 42910000, Message = "too many requests", Accept = false, RetryAfter = TimeSpan.FromSeconds(2) },
        _ => Submit("rejected for lack of money") with { Status = 403, Code = 40310000, Message = "insufficient buying power", Accept = false },
        _ => Submit("truncated answer") with { Answer = AnswerFault.Truncated },
        _ => Submit("html for an answer") with { Answer = AnswerFault.Html },
        _ => Submit("empty answer") with { Answer = AnswerFault.Empty },
        dice => Submit("slow answer") with { Delay = dice.Between(TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(7)) },
        dice => Submit("shown late") with { Hide = dice.Between(TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(6)) },
        dice => Submit("shown late, no answer") with { Answer = AnswerFault.None, Hide = dice.Between(TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(6)) },
        _ => Submit("rejected on the stream") with { Then = Fate.Reject },
        dice => Submit("filled in parts") with
        {
            Fills =
            [
                new ScriptedFill { Share = 0.5m, After = dice.Between(TimeSpan.Zero, TimeSpan.FromSeconds(3)), WhileOpen = true },
                new ScriptedFill { Share = 0.5m, After = dice.Between(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(9)), WhileOpen = true },
            ],
        },
        dice => Submit("trade busted") with
        {
            Fills =
            [
                new ScriptedFill { Share = 0.5m, After = dice.Between(TimeSpan.Zero, TimeSpan.FromSeconds(3)), WhileOpen = true, BustAfter = Later(dice) },
                new ScriptedFill { Share = 0.5m, After = dice.Between(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(9)), WhileOpen = true },
            ],
        },
        dice => Submit("trade corrected") with { Fills = [new ScriptedFill { Share = 1, WhileOpen = true, CorrectAfter = Later(dice), CorrectedPx = 99.5m, BustAfter = dice.Chance(0.2) ? Later(dice) : null }] },
        dice => Cancel("cancel takes its time") with { ThenAfter = dice.Between(TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(12)) },
        dice => Cancel("fill crosses the cancel") with
        {
            ThenAfter = TimeSpan.FromSeconds(4),
            Fills = [new ScriptedFill { Qty = 1, After = dice.Between(TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(3)), WhileOpen = true }],
        },
        _ => Cancel("cancel refused on the stream") with { Then = Fate.Reject, ThenAfter = TimeSpan.FromSeconds(1) },
        _ => Cancel("cancel refused") with { Status = 422, Code = 42210000, Message = "order is not cancelable", Accept = false },
        _ => Cancel("cancel without an answer") with { Answer = AnswerFault.None },
        _ => Cancel("cancel broken, not accepted") with { Answer = AnswerFault.Reset, Accept = false },
        _ => Query("questions fail") with { Status = 500 },
        _ => Query("questions get no answer") with { Answer = AnswerFault.None },
        _ => Query("questions break") with { Answer = AnswerFault.Reset },
        _ => Query("questions get html") with { Answer = AnswerFault.Html },
        _ => Query("questions are too many") with { Status = 429, Code = 42910000, RetryAfter = TimeSpan.FromSeconds(1) },
        _ => Event("events lost") with { Lose = true },
        dice => Event("events twice") with { Repeat = dice.Between(1, 3) },
        dice => Event("events late") with { Delay = dice.Between(TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(20)) },
        dice => Event("events out of order") with { Behind = dice.Between(1, 3) },
        dice => Event("stream drops") with { Drop = dice.Pick(Enum.GetValues<StreamReplay>()) },
        _ => Event("unknown words") with { Set = new Dictionary<string, JsonElement> { ["order.status"] = JsonSerializer.SerializeToElement("pondering") } },
        _ => Event("unknown fields") with { Set = new Dictionary<string, JsonElement> { ["order.mood"] = JsonSerializer.SerializeToElement("good") } },
    ];

    // Of an order that the venue takes, the answer is then 422: its id is taken. Only where the venue takes no id twice.
    private static VenueBehaviour ProxyRepeats => Submit("repeated by a proxy") with { Repeat = 1 };

    /// <summary>Some misbehaviours. What is wrong with new orders is so for one symbol each: two of them together could make a liar of the venue.</summary>
    public static IReadOnlyList<VenueBehaviour> Of(Dice dice, IReadOnlyList<string> symbols, TimeSpan until, IdReuse reuse)
    {
        var count = dice.Between(0, symbols.Count);
        return
        [
            .. Enumerable.Range(0, count).Select(i =>
            {
                var behaviour = reuse == IdReuse.Never && dice.Chance(0.04) ? ProxyRepeats : dice.Pick(Kinds)(dice);
                var when = behaviour.When with { Probability = dice.Pick([0.05m, 0.2m, 0.5m, 0.9m]), Until = until };
                return behaviour with { When = when.Call == CallKind.Submit ? when with { Symbol = symbols[i] } : when };
            }),
        ];
    }

    /// <summary>What is wrong with the list of fees.</summary>
    public static IReadOnlyList<VenueBehaviour> OfFees(Dice dice, TimeSpan until) =>
    [
        .. new VenueBehaviour[]
        {
            Fees("fees twice") with { List = ListFault.Doubled },
            Fees("fees the other way round") with { List = ListFault.Reversed },
            Fees("fees not told") with { Status = 503 },
            Fees("fees without an id") with { Remove = ["id"] },
        }
        .Where(_ => dice.Chance(0.3))
        .Select(behaviour => behaviour with { When = behaviour.When with { Probability = dice.Pick([0.2m, 0.5m]), Until = until } }),
    ];

    private static TimeSpan Later(Dice dice) => dice.Between(TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(40));

    private static VenueBehaviour Fees(string name) => new() { Name = name, When = new VenueMatch { Call = CallKind.Fees } };

    private static VenueBehaviour Submit(string name) => new() { Name = name, When = new VenueMatch { Call = CallKind.Submit } };

    private static VenueBehaviour Cancel(string name) => new() { Name = name, When = new VenueMatch { Call = CallKind.Cancel } };

    private static VenueBehaviour Query(string name) => new() { Name = name, When = new VenueMatch { Call = CallKind.Query } };

    private static VenueBehaviour Event(string name) => new() { Name = name, When = new VenueMatch { Event = EventKind.Any } };
}
