using Pipeline.Messages.Fix;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>What a script must hold beyond its types. A format that embeds scripts passes the path they stand at.</summary>
public static class ScriptCheck
{
    private const int LongestRepeat = 10_000;

    /// <summary>The ratio of a split, and one over it, is at most this.</summary>
    private const decimal LargestSplit = 10_000;

    private static readonly TimeSpan ShortestHeartbeat = TimeSpan.FromMilliseconds(100);

    /// <exception cref="ScriptException">The script contradicts itself.</exception>
    public static void Check(VenueScript script, string path)
    {
        Require(script.RateLimitPerMinute is null or >= 0, $"{path}.rate_limit_per_minute", "must not be negative");
        Require(script.Heartbeat is null || script.Heartbeat >= ShortestHeartbeat, $"{path}.heartbeat", $"must be at least {Duration.Format(ShortestHeartbeat)}");
        Require(script.Fees?.SellBps is null or (>= 0 and < 10_000), $"{path}.fees.sell_bps", "must be from 0 to below 10000");
        Require(script.Fees?.CryptoBps is null or (>= 0 and < 10_000), $"{path}.fees.crypto_bps", "must be from 0 to below 10000");
        Require(script.Positions?.ContainsKey("") is not true, $"{path}.positions", "names no symbol");
        Each(script.Quotes ?? [], $"{path}.quotes", Check);
        Each(script.Behaviours, $"{path}.behaviours", Check);
        Each(script.Acts, $"{path}.acts", Check);
    }

    /// <exception cref="ScriptException">The behaviour contradicts itself.</exception>
    public static void Check(VenueBehaviour behaviour, string path)
    {
        Check(behaviour.When, $"{path}.when");
        var isOfEvents = behaviour.When.Call is null;
        foreach (var (field, isSaid) in isOfEvents ? CallFields(behaviour) : EventFields(behaviour))
        {
            Require(!isSaid, $"{path}.{field}", isOfEvents ? "is about calls, not events" : "is about events, not calls");
        }

        var isAnswered = behaviour.Status is not null || behaviour.Answer is not null || behaviour.Body is not null;
        Require(behaviour.Accept is not false || isAnswered, $"{path}.accept", "false needs a status, an answer or a body");
        Require(behaviour.Accept is not false || behaviour.AcceptAfter is null, $"{path}.accept_after", "contradicts accept: false");
        Require(behaviour.Status is null or (>= 100 and <= 599), $"{path}.status", "must be from 100 to 599");
        var isWorded = behaviour.Code is not null || behaviour.Message is not null;
        Require(behaviour.Status is not null || !isWorded, $"{path}.status", "is wanted where a code or a message is given");
        Require(behaviour.Repeat is null or (>= 1 and <= LongestRepeat), $"{path}.repeat", $"must be from 1 to {LongestRepeat}");
        Require(behaviour.Behind is null or >= 1, $"{path}.behind", "must be at least 1");
        Require(
            behaviour.When.Call != CallKind.Stream || IsRefusal(behaviour),
            path,
            "a connection to the stream can be refused, reset, or answered with a status from 400 up");
        Require(behaviour != new VenueBehaviour { Name = behaviour.Name, When = behaviour.When }, path, "says nothing that the venue does otherwise");
        Each(behaviour.Fills ?? [], $"{path}.fills", Check);
    }

    /// <exception cref="ScriptException">The act contradicts itself.</exception>
    public static void Check(VenueAct act, string path)
    {
        var said = new object?[]
        {
            act.Fill, act.Cancel, act.Expire, act.Reject, act.Report, act.Bust, act.Correct, act.Resend, act.Order, act.Transfer, act.Fee, act.Quote,
            act.DropStream, act.Stop, act.Resume, act.Halt, act.EndHalt, act.TradingStatus, act.Luld, act.MarketTrade, act.DropMarketStream, act.DelayMarketStream, act.Split, act.AddBehaviours, act.ClearBehaviours,
        };
        Require(said.Count(one => one is not null) == 1, path, "exactly one act must be said");
        Require(act.Fill?.Qty is null or > 0, $"{path}.fill.qty", "must be more than 0");
        Require(act.Fee?.Amount is not 0, $"{path}.fee.amount", "must not be 0");
        Require(
            act.Fee is not { } fee || fee.Currency == SimulatedFee.Money || fee.Symbol?.StartsWith($"{fee.Currency}/", StringComparison.Ordinal) == true,
            $"{path}.fee.currency", $"must be {SimulatedFee.Money}, or the asset of the pair that symbol names");
        Require(act.Correct?.Qty is null or > 0, $"{path}.correct.qty", "must be more than 0; a trade is taken back by bust");
        Require(act.Luld is not { } band || (band.LimitDown > 0 && band.LimitUp >= band.LimitDown), $"{path}.luld", "the lower limit is more than 0, and the upper one not below it");
        Require(act.MarketTrade is not { } trade || (trade.Px > 0 && trade.Qty > 0), $"{path}.market_trade", "has a price and a quantity of more than 0");
        Require(act.DelayMarketStream is not { By: var by } || by >= TimeSpan.Zero, $"{path}.delay_market_stream.by", "must not be negative");
        Require(act.Split?.Ratio is null or (>= 1 / LargestSplit and <= LargestSplit), $"{path}.split.ratio", $"must be from {1 / LargestSplit} to {LargestSplit}");
        Require(act.Report?.Event is not (EventKind.Any or EventKind.Execution), $"{path}.report.event", "must be one event");
        Require(act.Report?.Qty is null or > 0, $"{path}.report.qty", "must be more than 0");
        Require(act.Order is null || IsPriced(act.Order), $"{path}.order", "needs the prices of its type, and no others");
        Require(act.Order?.Qty is null or > 0, $"{path}.order.qty", "must be more than 0");
        Require(
            act.Transfer is not { } transfer || (transfer.Symbol is null == transfer.Qty is null && (transfer.Qty ?? transfer.Cash ?? 0) != 0), $"{path}.transfer",
            "needs a symbol with a qty, or cash, or both");
        Each(act.AddBehaviours ?? [], $"{path}.add_behaviours", Check);
        if (act.Quote is { } quote)
        {
            Check(quote, $"{path}.quote");
        }
    }

    private static void Check(VenueMatch match, string path)
    {
        Require(match.Call is null != match.Event is null, path, "either call or event must be said");
        Require(match.Nth is null or >= 1, $"{path}.nth", "counts from 1");
        Require(match.Every is null or >= 1, $"{path}.every", "must be at least 1");
        Require(match.Count is null or >= 1, $"{path}.count", "must be at least 1");
        Require(match.Probability is null or (> 0 and <= 1), $"{path}.probability", "must be more than 0 and at most 1");
        Require(match.Until is null || match.Until > (match.From ?? TimeSpan.Zero), $"{path}.until", "must be later than from");
    }

    private static void Check(ScriptedFill fill, string path)
    {
        Require(fill.Qty is null != fill.Share is null, path, "either qty or share must be said");
        Require(fill.Qty is null or > 0, $"{path}.qty", "must be more than 0");
        Require(fill.Share is null or (> 0 and <= 1), $"{path}.share", "must be more than 0 and at most 1");
        Require(fill.Px is null or > 0, $"{path}.px", "must be more than 0");
        Require(fill.CorrectedPx is null or > 0, $"{path}.corrected_px", "must be more than 0");
        Require(fill.CorrectAfter is null == fill.CorrectedPx is null, $"{path}.corrected_px", "goes with correct_after, and neither is said alone");
    }

    private static bool IsRefusal(VenueBehaviour behaviour) =>
        behaviour.Delay is null && (behaviour.Answer is AnswerFault.Refused or AnswerFault.Reset) != behaviour.Status is >= 400;

    private static bool IsPriced(ExternalOrderAct order) =>
        (order.Type is OrdType.Limit or OrdType.StopLimit) == order.LimitPrice is > 0
        && (order.Type is OrdType.Stop or OrdType.StopLimit) == order.StopPrice is > 0;

    private static void Check(QuoteAct quote, string path)
    {
        Require(quote.Symbol.Length > 0, $"{path}.symbol", "must not be empty");
        Require(quote.Bid is null or > 0, $"{path}.bid", "must be more than 0");
        Require(quote.Ask is null or > 0, $"{path}.ask", "must be more than 0");
        Require(quote.BidSize >= 0 && quote.AskSize >= 0, path, "a size must not be negative");
    }

    private static (string Field, bool IsSaid)[] CallFields(VenueBehaviour behaviour) =>
    [
        ("accept", behaviour.Accept is not null), ("accept_after", behaviour.AcceptAfter is not null),
        ("answer", behaviour.Answer is not null), ("status", behaviour.Status is not null), ("code", behaviour.Code is not null),
        ("message", behaviour.Message is not null), ("body", behaviour.Body is not null),
        ("retry_after", behaviour.RetryAfter is not null), ("list", behaviour.List is not null), ("hide", behaviour.Hide is not null), ("then", behaviour.Then is not null),
        ("then_after", behaviour.ThenAfter is not null), ("text", behaviour.Text is not null), ("fills", behaviour.Fills is not null),
    ];

    private static (string Field, bool IsSaid)[] EventFields(VenueBehaviour behaviour) =>
    [
        ("lose", behaviour.Lose is not null), ("behind", behaviour.Behind is not null),
        ("drop", behaviour.Drop is not null),
    ];

    private static void Each<T>(IReadOnlyList<T> items, string path, Action<T, string> check)
    {
        for (var i = 0; i < items.Count; i++)
        {
            check(items[i], $"{path}[{i}]");
        }
    }

    private static void Require(bool holds, string path, string otherwise)
    {
        if (!holds)
        {
            throw new ScriptException($"{path}: {otherwise}");
        }
    }
}
