using Pipeline.Store;
using Pipeline.Store.Audit;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;

namespace Pipeline.Operator.Audit;

/// <summary>Compares what is sealed with the journal, over and over from the beginning, a little at a time, and raises an alert about what does not fit.</summary>
public sealed class ChainCheck(IStore store, TimeProvider clock)
{
    private AuditCheck check = new(store.Read);
    private int told;

    /// <summary>Looks at some more seals.</summary>
    /// <param name="most">Records to look at; the last seal is finished.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task LookAsync(int most, CancellationToken cancellationToken)
    {
        var before = check.Records;
        while (check.Records - before < most)
        {
            if (!check.LookAtNext())
            {
                await TellAsync(cancellationToken).ConfigureAwait(false);
                Metrics.CountChecked(Math.Max(0, check.Records - before));
                (check, told) = (new AuditCheck(store.Read), 0);
                return;
            }
        }

        await TellAsync(cancellationToken).ConfigureAwait(false);
        Metrics.CountChecked(check.Records - before);
    }

    // One alert for the first record of a run that does not fit, once; `pipeline audit verify` names all.
    private async Task TellAsync(CancellationToken cancellationToken)
    {
        if (check.Faults.Count == 0 || told > 0)
        {
            return;
        }

        var first = check.Faults[0];
        await store.WriteAsync(
            Turn.Of("audit"),
            session =>
            {
                if (AuditConditionTable.TryBegin(session, Alert.AuditBroken, $"record {first.Seq}", clock.GetUtcNow()))
                {
                    JournalTable.RaiseAlert(
                        session, Alert.AuditBroken, ChainWatch.Scope, Stages.Operator, clock.GetUtcNow(), null, new { first.Seq, first.Kind, first.Detail });
                }
            },
            cancellationToken).ConfigureAwait(false);
        told = check.Faults.Count;
    }
}
