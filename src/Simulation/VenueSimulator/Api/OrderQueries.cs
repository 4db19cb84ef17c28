using System.Globalization;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>The lists of orders and executions, as their parameters ask for.</summary>
internal static class OrderQueries
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 500;
    private const int DefaultPageSize = 100;

    /// <summary>GET /v2/orders.</summary>
    public static (IReadOnlyList<SimulatedOrder>? Orders, ApiError? Error) Orders(Route route, OrderIndex orders, DateTimeOffset now)
    {
        if (Time(route, "after", out var after) is { } badAfter)
        {
            return (null, badAfter);
        }

        if (Time(route, "until", out var until) is { } badUntil)
        {
            return (null, badUntil);
        }

        if (Number(route, "limit", DefaultLimit, MaxLimit, out var limit) is { } badLimit)
        {
            return (null, badLimit);
        }

        var status = route["status"] ?? "open";
        if (status is not ("open" or "closed" or "all") || route["direction"] is not (null or "asc" or "desc"))
        {
            return (null, ApiError.Malformed("invalid status or direction"));
        }

        var symbols = route["symbols"]?.Split(',').ToHashSet(StringComparer.Ordinal);
        var found = Candidates(orders, status, route["direction"] == "asc", after)
            .Where(order => order.HiddenUntil <= now)
            .Where(order => (until is null || order.CreatedAt < until) && (after is null || order.CreatedAt > after))
            .Where(order => status != "closed" || !order.IsOpen)
            .Where(order => symbols?.Contains(order.Symbol) ?? true)
            .Where(order => route["side"] is not { } side || side == Words.Of(order.Side))
            .Take(limit);
        return ([.. found], null);
    }

    /// <summary>GET /v2/account/activities.</summary>
    public static (IReadOnlyList<SimulatedExecution>? Executions, ApiError? Error) Executions(
        Route route, IReadOnlyList<SimulatedExecution> executions, DateTimeOffset now)
    {
        if (Time(route, "after", out var after) is { } badAfter)
        {
            return (null, badAfter);
        }

        if (Time(route, "until", out var until) is { } badUntil)
        {
            return (null, badUntil);
        }

        if (Number(route, "page_size", DefaultPageSize, DefaultPageSize, out var size) is { } badSize)
        {
            return (null, badSize);
        }

        var isAscending = route["direction"] == "asc";
        var shown = Since(executions, after)
            .Where(execution => execution.Order.HiddenUntil <= now)
            .Where(execution => (until is null || execution.At < until) && (after is null || execution.At > after))
            .Where(execution => route["order_id"] is not { } id || id == execution.Order.OrderId);
        var page = isAscending ? shown.Reverse() : shown;
        if (route["page_token"] is { } token)
        {
            page = page.SkipWhile(execution => !token.EndsWith(execution.ExecId, StringComparison.Ordinal)).Skip(1);
        }

        return ([.. page.Take(size)], null);
    }

    /// <summary>GET /v2/account/activities of fees, by when they were posted.</summary>
    public static (IReadOnlyList<SimulatedFee>? Fees, ApiError? Error) Fees(Route route, IReadOnlyList<SimulatedFee> fees, DateTimeOffset now)
    {
        if (Time(route, "after", out var after) is { } badAfter)
        {
            return (null, badAfter);
        }

        if (Number(route, "page_size", DefaultPageSize, DefaultPageSize, out var size) is { } badSize)
        {
            return (null, badSize);
        }

        var types = (route.Id ?? route["activity_types"] ?? "").Split(',');
        var page = fees.Where(fee => types.Contains(ActivityJson.Type(fee)) && fee.ListedAt <= now && (after is null || fee.CreatedAt > after));
        page = route["direction"] == "asc" ? page : page.Reverse();
        if (route["page_token"] is { } token)
        {
            page = page.SkipWhile(fee => !token.EndsWith(fee.FeeId, StringComparison.Ordinal)).Skip(1);
        }

        return ([.. page.Take(size)], null);
    }

    private static IEnumerable<SimulatedOrder> Candidates(OrderIndex orders, string status, bool isAscending, DateTimeOffset? after)
    {
        if (status == "open")
        {
            return isAscending ? orders.Open : orders.Open.Reverse();
        }

        // Orders are taken in order of time, so the newest come last and a look back ends at the first that is too old.
        var newestFirst = NewestFirst(orders.All).TakeWhile(order => after is null || order.CreatedAt > after);
        return isAscending ? newestFirst.Reverse() : newestFirst;
    }

    private static IEnumerable<SimulatedExecution> Since(IReadOnlyList<SimulatedExecution> executions, DateTimeOffset? after) =>
        NewestFirst(executions).TakeWhile(execution => after is null || execution.BookedAt > after);

    private static IEnumerable<T> NewestFirst<T>(IReadOnlyList<T> items)
    {
        for (var i = items.Count - 1; i >= 0; i--)
        {
            yield return items[i];
        }
    }

    private static ApiError? Time(Route route, string parameter, out DateTimeOffset? instant)
    {
        instant = null;
        if (route[parameter] is not { } text)
        {
            return null;
        }

        var isTime = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var value);
        instant = isTime ? value : null;
        return isTime ? null : ApiError.Malformed($"invalid {parameter} {text}");
    }

    private static ApiError? Number(Route route, string parameter, int otherwise, int max, out int number)
    {
        var text = route[parameter] ?? otherwise.ToString(CultureInfo.InvariantCulture);
        var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
        return isNumber && number >= 1 && number <= max ? null : ApiError.Malformed($"{parameter} must be from 1 to {max}");
    }
}
