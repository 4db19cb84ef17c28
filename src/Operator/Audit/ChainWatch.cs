using Pipeline.Store;
using Pipeline.Store.Audit;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;

namespace Pipeline.Operator.Audit;

/// <summary>
/// Says how far the chain is behind the journal, and raises an alert when it is for too long. Every process that hosts the operator
/// looks for itself, whoever has the lease: who should seal may be the one that does not. Time is what has passed, by no wall clock.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="limit">How long a record may wait.</param>
/// <param name="machine">The machine's clock.</param>
/// <param name="clock">The pipeline's clock, which the journal runs on.</param>
public sealed class ChainWatch(IStore store, TimeSpan limit, TimeProvider machine, TimeProvider clock)
{
    /// <summary>What the conditions are about.</summary>
    public const string Scope = "journal";

    private (long Seq, long At)? waiting;

    /// <summary>How long the oldest record that is not sealed has been seen to wait.</summary>
    public TimeSpan Lag { get; private set; }

    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var (newest, seal, isKnown, isBroken) = store.Read(session => (
            JournalRecords.Newest(session), AuditSealTable.Newest(session), AuditConditionTable.Exists(session, Alert.AuditLags, Scope),
            AuditConditionTable.Exists(session, Alert.AuditBroken)));
        var now = machine.GetTimestamp();
        var seq = seal?.LastSeq ?? 0;
        waiting = newest <= seq ? null : waiting is { } first && first.Seq > seq ? waiting : (newest, now);
        Lag = waiting is { } one ? machine.GetElapsedTime(one.At, now) : TimeSpan.Zero;
        Metrics.Observe(seal?.Records ?? 0, seal?.Time, Lag, isBroken);
        if (Lag > limit != isKnown)
        {
            await store.WriteAsync(Turn.Of("audit"), session => Tell(session, newest, seq), cancellationToken).ConfigureAwait(false);
        }
    }

    private void Tell(StoreSession session, long newest, long sealedSeq)
    {
        var now = clock.GetUtcNow();
        if (Lag <= limit)
        {
            AuditConditionTable.End(session, Alert.AuditLags, Scope);
        }
        else if (AuditConditionTable.TryBegin(session, Alert.AuditLags, Scope, now))
        {
            JournalTable.RaiseAlert(session, Alert.AuditLags, Scope, Stages.Operator, now, null, new { newest, sealed_seq = sealedSeq, waited = Lag });
        }
    }
}
