using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pipeline.Bus;
using Pipeline.Operator.DeadLetters;
using Pipeline.Store;
using Pipeline.Store.Queries;
using Pipeline.Trading.DeadLetters;

namespace Pipeline.Operator.Http;

/// <summary>Reads a filter of dead letters from a query string. A name or a value that is not understood is refused, never ignored.</summary>
internal static class DeadLetterFilterQuery
{
    private const string Known =
        "there are state=open|replayed|discarded|all, stage, reason, symbol, strategy_id, cl_ord_id, group, older_than (15m, 2h, 1d), limit (1 to 500) and before, each once";

    public static (DeadLetterPage Page, string? Fault) Parse(IQueryCollection query, DateTimeOffset now)
    {
        var page = new DeadLetterPage(new DeadLetterFilter { State = DeadLetterState.Open }, 100, null);
        foreach (var (name, values) in query)
        {
            if (values is not [{ Length: > 0 } value] || With(page, name, value, now) is not { } next)
            {
                return (page, $"{name}={values}: {Known}");
            }

            page = next;
        }

        return (page, null);
    }

    /// <summary>Whether there is a stage, or a queue, of that name whose messages can be dead letters.</summary>
    public static bool IsStage(string name) => QueueNames.All.Contains(name);

    private static DeadLetterPage? With(DeadLetterPage page, string name, string value, DateTimeOffset now)
    {
        var filter = page.Filter;
        return name switch
        {
            "state" when value == "all" => page with { Filter = filter with { State = null } },
            "state" when Enum.GetValues<DeadLetterState>().Any(state => Columns.Word(state) == value) => page with { Filter = filter with { State = Columns.Word<DeadLetterState>(value) } },
            "stage" when IsStage(value) => page with { Filter = filter with { Stage = value } },
            "reason" => page with { Filter = filter with { Reason = value } },
            "symbol" => page with { Filter = filter with { Symbol = value.ToUpperInvariant() } },
            "strategy_id" => page with { Filter = filter with { StrategyId = value } },
            "cl_ord_id" => page with { Filter = filter with { ClOrdId = value } },
            "group" when long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var group) => page with { Filter = filter with { GroupId = group } },
            "older_than" when LetterAge.Of(value) is { } age => page with { Filter = filter with { FirstBy = now - age } },
            "before" when long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var before) => page with { Before = before },
            "limit" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= DeadLetterFilter.LargestPage => page with { Limit = limit },
            _ => null,
        };
    }
}

/// <summary>A page of dead letters, the newest first.</summary>
/// <param name="Filter">Which.</param>
/// <param name="Limit">So many at most.</param>
/// <param name="Before">Only those before this one: the last of the page before.</param>
internal sealed record DeadLetterPage(DeadLetterFilter Filter, int Limit, long? Before);
