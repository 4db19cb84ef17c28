using Pipeline.Messages.Fix;
using Pipeline.Simulation.Audits;
using Pipeline.Simulation.VenueSimulator;
using Pipeline.Store;
using Pipeline.Store.Queries;
using Pipeline.Store.Tables;
using Pipeline.Trading.DeadLetters;
using Pipeline.Trading.Orders;

namespace Pipeline.Simulation.Scenarios;

/// <summary>Compares an expectation with what is found, and stops at the first that does not hold.</summary>
internal sealed class Looking(StoreSession session, VenueTruth truth, OrderNames names, string account)
{
    private static readonly Count Once = new(1, 1);

    private Difference? first;

    /// <summary>Looks at everything that an expectation says.</summary>
    /// <returns>The first difference; null when everything is as expected.</returns>
    public Difference? At(Expectation expected, Answer? answer, string path)
    {
        LookAtAnswer(expected, answer, path);
        foreach (var (name, order) in expected.Orders ?? new Dictionary<string, OrderExpectation>())
        {
            LookAtOrder(order, names.ClOrdIdOf(name, path), $"{path}.orders.{name}");
        }

        foreach (var (name, line) in expected.Lines ?? new Dictionary<string, LineExpectation>())
        {
            LookAtLine(line, names.ClOrdIdOf(name, path), $"{path}.lines.{name}");
        }

        Compare($"{path}.posts", expected.Posts, truth.Calls.Count(call => call is { Call: CallKind.Submit, Reached: true }));
        Compare($"{path}.venue_orders", expected.VenueOrders, truth.Orders.Count(order => !order.IsExternal));
        for (var i = 0; i < (expected.Calls?.Count ?? 0); i++)
        {
            var call = expected.Calls![i];
            Compare($"{path}.calls[{i}].count", call.Count, truth.Calls.Count(made => IsMeant(call, made, path)));
        }

        Compare($"{path}.alerts", expected.Alerts, code => CountAlerts(code, null), null);
        Compare($"{path}.journal", expected.Journal, kind => CountKind(kind, null), null);
        foreach (var (symbol, exposure) in expected.Exposure ?? new Dictionary<string, ExposureExpectation>())
        {
            var found = ExposureTable.Of(session, account, symbol);
            Compare($"{path}.exposure.{symbol}.buy", exposure.Buy, found.BuyQty, null);
            Compare($"{path}.exposure.{symbol}.sell", exposure.Sell, found.SellQty, null);
        }

        foreach (var (symbol, qty) in expected.Positions ?? new Dictionary<string, decimal>())
        {
            Compare($"{path}.positions.{symbol}", (decimal?)qty, PositionTable.Of(session, account, symbol).Qty, null);
        }

        foreach (var (currency, amount) in expected.FeesTaken ?? new Dictionary<string, decimal>())
        {
            Compare($"{path}.fees_taken.{currency}", (decimal?)amount, FeeTable.Of(session, account, currency), null);
        }

        foreach (var (currency, amount) in expected.FeesAwaited ?? new Dictionary<string, decimal>())
        {
            Compare(
                $"{path}.fees_awaited.{currency}", (decimal?)amount, AwaitedFeeTable.All(session).Where(fee => fee.Currency == currency).Sum(fee => fee.Amount), null);
        }

        var breaks = expected.Breaks is null ? [] : BreakTable.List(session, new BreakFilter { OnlyOpen = false, Limit = int.MaxValue });
        for (var i = 0; i < (expected.Breaks?.Count ?? 0); i++)
        {
            var one = expected.Breaks![i];
            Check(
                $"{path}.breaks[{i}]", $"{one.Count ?? Once}", string.Join("; ", breaks.Select(found => $"{found}")),
                (one.Count ?? Once).Holds(breaks.Count(found => IsMeant(one, found, path))), null);
        }

        Compare($"{path}.unresolved", expected.Unresolved, session.Scalar<long>("SELECT count(*) FROM orders WHERE ord_status = 'unresolved'"));
        if (expected.DeadLetters is { } letters)
        {
            LookAtDeadLetters(session, letters, $"{path}.dead_letters");
        }

        return first;
    }

    // The count says that something is wrong; the newest one says what.
    private void LookAtDeadLetters(StoreSession session, Count expected, string path)
    {
        var found = DeadLetterTable.CountOpen(session);
        var newest = found == 0 ? null : DeadLetterTable.Newest(session, int.MaxValue).First(letter => letter.State == DeadLetterState.Open);
        Check(path, $"{expected}", newest is null ? $"{found}" : $"{found} ({newest.Stage}: {newest.ExceptionType}: {newest.Reason})", expected.Holds(found), newest?.ClOrdId);
    }

    private void LookAtAnswer(Expectation expected, Answer? answer, string path)
    {
        if (answer is null)
        {
            return;
        }

        Compare($"{path}.status", expected.Status, answer.Status, null);
        if (expected.Duplicate is { Items: var duplicate })
        {
            var found = answer.Lines.Select(line => line.Duplicate).ToList();
            var wanted = duplicate.Count == 1 ? found.Select(_ => duplicate[0]).ToList() : [.. duplicate];
            Check($"{path}.duplicate", string.Join(", ", wanted), string.Join(", ", found), found.Count > 0 && wanted.SequenceEqual(found), null);
        }

        if (expected.Faults is { Items: var faults })
        {
            Check($"{path}.faults", string.Join(", ", faults), string.Join(", ", answer.Faults), !faults.Except(answer.Faults).Any(), null);
        }

        if (expected.Refused is { } refused)
        {
            Check($"{path}.refused", refused, answer.Status == 0 ? "no answer" : answer.Faults.Count == 0 ? "done" : answer.Faults[0], answer.Faults.Contains(refused), null);
        }
    }

    private void LookAtOrder(OrderExpectation expected, string clOrdId, string path)
    {
        var found = OrderQueries.Find(session, clOrdId);
        if (expected.Exists is { } exists)
        {
            Check($"{path}.exists", $"{exists}", $"{found is not null}", exists == found is not null, clOrdId);
        }

        if (found is null)
        {
            Check(path, "an order", "none", expected == new OrderExpectation { Exists = false } || HoldsForNone(expected), clOrdId);
        }
        else
        {
            Compare($"{path}.state", Word(expected.State), Word((OrderState?)found.State), clOrdId);
            Compare($"{path}.ord_status", Word(expected.OrdStatus), Word((OrdStatus?)found.OrdStatus), clOrdId);
            Compare($"{path}.cum_qty", expected.CumQty, found.CumQty, clOrdId);
            Compare($"{path}.avg_px", expected.AvgPx, found.AvgPx, clOrdId);
            Compare($"{path}.code", expected.Code, found.Code, clOrdId);
            Compare($"{path}.fills", expected.Fills, found.Fills.Count, clOrdId);
        }

        Compare($"{path}.posts", expected.Posts, truth.PostsOf(clOrdId).Count(post => post.Reached), clOrdId);
        Compare($"{path}.venue_orders", expected.VenueOrders, truth.OrdersOf(clOrdId).Count, clOrdId);
        Compare($"{path}.claims", expected.Claims, ClaimTable.OfOrder(session, clOrdId).Count, clOrdId);
        Compare($"{path}.alerts", expected.Alerts, code => CountAlerts(code, clOrdId), clOrdId);
        Compare($"{path}.journal", expected.Journal, kind => CountKind(kind, clOrdId), clOrdId);
    }

    private void LookAtLine(LineExpectation expected, string clOrdId, string path)
    {
        if (OrderTable.Find(session, clOrdId) is not { } first)
        {
            Check(path, "a line", "none", false, clOrdId);
            return;
        }

        var orders = LineTable.Of(session, first).Members.Select(member => member.Order).ToList();
        var taken = orders.SelectMany(order => truth.OrdersOf(order.ClOrdId)).ToList();
        Compare($"{path}.orders", expected.Orders, orders.Count, clOrdId);
        Compare($"{path}.cum_qty", expected.CumQty, orders.Sum(order => order.CumQty), clOrdId);
        Compare($"{path}.venue_orders", expected.VenueOrders, taken.Count, clOrdId);
        Compare($"{path}.open_at_venue", expected.OpenAtVenue, taken.Count(order => order.IsOpen), clOrdId);
        Compare($"{path}.stopped", expected.Stopped, (bool?)(LineTable.StopOf(session, first.Key) is not null), clOrdId);
        Compare($"{path}.alerts", expected.Alerts, code => orders.Sum(order => CountAlerts(code, order.ClOrdId)), clOrdId);
    }

    // What can be said of an order that the pipeline never took: only what others know of it.
    private static bool HoldsForNone(OrderExpectation expected) =>
        expected with { Exists = null, Posts = null, VenueOrders = null, Claims = null, Alerts = null, Journal = null } == new OrderExpectation();

    private bool IsMeant(CallExpectation expected, VenueCall made, string path) =>
        expected.Call.Covers(made.Call)
        && (expected.Method is null || expected.Method == made.Method)
        && (expected.Path is null || expected.Path == made.Path)
        && (expected.Order is null || made.ClOrdId == names.ClOrdIdOf(expected.Order, path));

    private bool IsMeant(BreakExpectation expected, Break found, string path) =>
        (expected.Kind is null || expected.Kind == found.Kind)
        && (expected.Symbol is null || expected.Symbol == found.Symbol)
        && (expected.Order is null || names.ClOrdIdOf(expected.Order, path) == found.ClOrdId)
        && (expected.Open is null || expected.Open == found.ClosedAt is null)
        && (expected.Pauses is null || expected.Pauses == found.Pauses)
        && (expected.Resolution is null || expected.Resolution == found.Resolution)
        && (expected.By is null || expected.By == found.By)
        && (expected.Ours is null || expected.Ours == found.Ours)
        && (expected.Theirs is null || expected.Theirs == found.Theirs);

    private long CountAlerts(string code, string? clOrdId) => session.Scalar<long>(
        "SELECT count(*) FROM journal WHERE kind = 'AlertRaised' AND json_extract(data, '$.code') = @code AND (@clOrdId IS NULL OR cl_ord_id = @clOrdId)",
        new { code, clOrdId });

    private long CountKind(string kind, string? clOrdId) => session.Scalar<long>(
        "SELECT count(*) FROM journal WHERE kind = @kind AND (@clOrdId IS NULL OR cl_ord_id = @clOrdId)", new { kind, clOrdId });

    private void Compare(string path, IReadOnlyDictionary<string, Count>? expected, Func<string, long> count, string? clOrdId)
    {
        foreach (var (name, wanted) in expected ?? new Dictionary<string, Count>())
        {
            Compare($"{path}.{name}", wanted, count(name), clOrdId);
        }
    }

    private void Compare(string path, Count? expected, long found, string? clOrdId = null)
    {
        if (expected is { } count)
        {
            Check(path, $"{count}", $"{found}", count.Holds(found), clOrdId);
        }
    }

    private void Compare<T>(string path, T? expected, T? found, string? clOrdId)
    {
        if (expected is not null)
        {
            Check(path, $"{expected}", found is null ? "none" : $"{found}", EqualityComparer<T>.Default.Equals(expected, found), clOrdId);
        }
    }

    private void Check(string path, string expected, string found, bool holds, string? clOrdId)
    {
        if (!holds)
        {
            first ??= new Difference(path, expected, found, clOrdId);
        }
    }

    private static string? Word<T>(T? value)
        where T : struct, Enum => value is { } word ? Columns.Word(word) : null;
}

/// <summary>Something that is not as expected.</summary>
/// <param name="What">Its place in the file, or the code of a guarantee.</param>
/// <param name="Expected">What should be.</param>
/// <param name="Found">What is.</param>
/// <param name="ClOrdId">The order it is about, or null.</param>
internal sealed record Difference(string What, string Expected, string Found, string? ClOrdId);
