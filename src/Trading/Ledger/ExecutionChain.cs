using Pipeline.Messages.Fix;

namespace Pipeline.Trading.Ledger;

/// <summary>
/// A trade and what has restated it. Venues let a correction refer to the trade, or to the correction before it (FIX J.1.a);
/// the newest counts, whatever came first. A bust is final. While the trade itself, or a link to it, is missing, a restatement counts
/// for nothing.
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

        var standing = executions.Count == 1 ? trade : Standing(trade, executions);
        return standing is null ? Fill.None : Stated(trade, standing, splits);
    }

    /// <summary>The chains among executions: each trade with what restates it. What restates an unknown trade is in none.</summary>
    public static IEnumerable<(Execution Trade, IReadOnlyCollection<Execution> Related)> All(IReadOnlyCollection<Execution> executions)
    {
        var restatements = executions.Where(execution => execution.ExecRefId is not null).ToLookup(execution => execution.ExecRefId);
        return executions.Where(execution => execution.ExecType == ExecType.Trade)
            .Select(trade => (trade, (IReadOnlyCollection<Execution>)[trade, .. Below(trade.ExecId, restatements).Select(each => each.Execution)]));
    }

    // What the trade is by now; null when it was busted, which nothing undoes: a venue that means the trade after all reports another one.
    // A correction that refers to another is newer, even in the same instant. Of two of one instant that refer to the same execution no
    // report says which is newer; the choice must then not depend on which came first, nor on an id that says nothing.
    private static Execution? Standing(Execution trade, IReadOnlyCollection<Execution> executions)
    {
        var restatements = executions.Where(execution => execution.ExecRefId is not null).ToLookup(execution => execution.ExecRefId);
        var restating = Below(trade.ExecId, restatements).ToList();
        return restating.Exists(each => each.Execution.ExecType == ExecType.TradeCancel) ? null : restating
            .OrderBy(each => each.Execution.At).ThenBy(each => each.Depth)
            .ThenByDescending(each => each.Execution.Qty).ThenByDescending(each => each.Execution.Px).ThenBy(each => each.Execution.ExecId, StringComparer.Ordinal)
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
        var qty = splits.Where(split => split.At > counts.At).OrderBy(split => split.At).Aggregate(counts.Qty, (stated, split) => split.Restate(stated));

        // A correction that says nothing of the commission leaves it as it was.
        var (commission, currency) = counts.Commission is null ? (trade.Commission, trade.CommCurrency) : (counts.Commission, counts.CommCurrency);
        return new Fill(qty, counts.Qty * counts.Px, commission ?? 0, commission is null ? null : currency);
    }
}
