using Pipeline.Messages.Fix;

namespace Pipeline.Trading.Ledger;

/// <summary>
/// A trade and what has restated it. Venues let a correction refer to the trade, or to the correction before it (FIX J.1.a);
/// the newest counts, whatever came first. While the trade itself, or a link to it, is missing, a restatement counts for nothing.
/// </summary>
public static class ExecutionChain
{
    /// <summary>What the trade among these executions counts as.</summary>
    /// <param name="related">The executions of one trade, in any order; also those whose link to it is missing.</param>
    /// <param name="splits">Splits of what was traded.</param>
    public static Fill Counted(IEnumerable<Execution> related, IReadOnlyCollection<Split> splits)
    {
        var executions = related as IReadOnlyCollection<Execution> ?? [.. related];
        if (executions.FirstOrDefault(execution => execution.ExecType == ExecType.Trade) is not { } trade)
        {
            return Fill.None;
        }

        var newest = executions.Count == 1 ? trade : Newest(trade, executions);
        return newest.ExecType == ExecType.TradeCancel ? Fill.None : Stated(trade, newest, splits);
    }

    /// <summary>The chains among executions: each trade with what restates it. What restates an unknown trade is in none.</summary>
    public static IEnumerable<(Execution Trade, IReadOnlyCollection<Execution> Related)> All(IReadOnlyCollection<Execution> executions)
    {
        var restatements = executions.Where(execution => execution.ExecRefId is not null).ToLookup(execution => execution.ExecRefId);
        return executions.Where(execution => execution.ExecType == ExecType.Trade)
            .Select(trade => (trade, (IReadOnlyCollection<Execution>)[trade, .. Below(trade.ExecId, restatements).Select(each => each.Execution)]));
    }

    // A correction that refers to another is newer, even in the same instant; the rest is told apart by time.
    private static Execution Newest(Execution trade, IReadOnlyCollection<Execution> executions)
    {
        var restatements = executions.Where(execution => execution.ExecRefId is not null).ToLookup(execution => execution.ExecRefId);
        return Below(trade.ExecId, restatements)
            .OrderBy(each => each.Execution.At).ThenBy(each => each.Depth).ThenBy(each => each.Execution.ExecId, StringComparer.Ordinal)
            .Select(each => each.Execution)
            .LastOrDefault(trade);
    }

    private static IEnumerable<(Execution Execution, int Depth)> Below(string execId, ILookup<string?, Execution> restatements)
    {
        // An execution is met once, so that a venue whose references go in a circle leads nobody round and round.
        var met = new HashSet<string> { execId };
        var queue = new Queue<(string ExecId, int Depth)>([(execId, 0)]);
        while (queue.TryDequeue(out var at))
        {
            foreach (var execution in restatements[at.ExecId].Where(execution => met.Add(execution.ExecId)))
            {
                yield return (execution, at.Depth + 1);
                queue.Enqueue((execution.ExecId, at.Depth + 1));
            }
        }
    }

    private static Fill Stated(Execution trade, Execution counts, IReadOnlyCollection<Split> splits)
    {
        var ratio = splits.Where(split => split.At > counts.At).Aggregate(1m, (product, split) => product * split.Ratio);

        // A correction that says nothing of the commission leaves it as it was.
        var (commission, currency) = counts.Commission is null ? (trade.Commission, trade.CommCurrency) : (counts.Commission, counts.CommCurrency);
        return new Fill(counts.Qty * ratio, counts.Qty * counts.Px, commission ?? 0, commission is null ? null : currency);
    }
}
