using Microsoft.AspNetCore.Http;
using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Trading.Reconciliation;

namespace Pipeline.Operator.Http;

/// <summary>Reads a filter of breaks from a query string. A name or a value that is not understood is refused, never ignored.</summary>
internal static class BreakFilterQuery
{
    public static (BreakFilter Filter, string? Fault) Parse(IQueryCollection query)
    {
        var filter = new BreakFilter();
        foreach (var (name, values) in query)
        {
            if (values.Count != 1 || values[0] is not { Length: > 0 } value)
            {
                return (filter, $"{name}: give it once, with a value");
            }

            if (With(filter, name, value) is not { } next)
            {
                return (filter, $"{name}={value}: there are open=true|false, symbol, kind ({string.Join(", ", Enum.GetValues<BreakKind>().Select(Columns.Word))}), limit (1 to {BreakFilter.LargestPage}), after and newest_first=true|false");
            }

            filter = next;
        }

        return (filter, null);
    }

    private static BreakFilter? With(BreakFilter filter, string name, string value) => name switch
    {
        "open" when bool.TryParse(value, out var open) => filter with { OnlyOpen = open },
        "symbol" => filter with { Symbol = value.ToUpperInvariant() },
        "kind" when Enum.GetValues<BreakKind>().Any(kind => Columns.Word(kind) == value) => filter with { Kind = Columns.Word<BreakKind>(value) },
        "newest_first" when bool.TryParse(value, out var newestFirst) => filter with { NewestFirst = newestFirst },
        "after" when long.TryParse(value, out var after) && after >= 0 => filter with { After = after },
        "limit" when int.TryParse(value, out var limit) && limit is >= 1 and <= BreakFilter.LargestPage => filter with { Limit = limit },
        _ => null,
    };
}
