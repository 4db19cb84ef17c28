using Pipeline.Store;
using Pipeline.Store.Audit;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Audit;

namespace Pipeline.Operator.Audit;

/// <summary>
/// Compares what is sealed with the journal, over and over from the beginning, a little at a time, and raises an alert about each record that does not fit. What a whole
/// walk has found to fit again is forgotten, so that it is raised when it happens once more.
/// </summary>
public sealed class ChainCheck(IStore store, TimeProvider clock)
{
    /// <summary>Alerts of one walk: where more does not fit, `pipeline audit verify` names all, and the next walk goes on.</summary>
    private const int MostTold = 20;

    private Walk walk = new(new AuditCheck(store.Read), clock.GetUtcNow());

    /// <summary>Looks at some more seals.</summary>
    /// <param name="most">Records to look at; the last seal is finished.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task LookAsync(int most, CancellationToken cancellationToken)
    {
        var before = walk.Check.Records;
        var isOver = false;
        while (!isOver && walk.Check.Records - before < most)
        {
            isOver = !walk.Check.LookAtNext();
        }

        await TellAsync(cancellationToken).ConfigureAwait(false);
        if (isOver)
        {
            await EndAsync(cancellationToken).ConfigureAwait(false);
        }

        Metrics.CountChecked(Math.Max(0, walk.Check.Records - before));
        if (isOver)
        {
            walk = new Walk(new AuditCheck(store.Read), clock.GetUtcNow());
        }
    }

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        var faults = walk.Check.Faults;
        if (faults.Count == walk.Looked || walk.Told == MostTold)
        {
            return;
        }

        var known = store.Read(session => AuditConditionTable.Scopes(session, Alert.AuditBroken)).ToHashSet();
        var news = faults.Skip(walk.Looked).DistinctBy(fault => fault.Seq).Where(fault => !known.Contains(ScopeOf(fault))).Take(MostTold - walk.Told).ToList();
        if (news.Count > 0)
        {
            await store.WriteAsync(Turn.Of("audit"), session => news.ForEach(fault => Tell(session, fault)), cancellationToken).ConfigureAwait(false);
        }

        (walk.Looked, walk.Told) = (faults.Count, walk.Told + news.Count);
    }

    private void Tell(StoreSession session, AuditFault fault)
    {
        if (AuditConditionTable.TryBegin(session, Alert.AuditBroken, ScopeOf(fault), clock.GetUtcNow()))
        {
            JournalTable.RaiseAlert(session, Alert.AuditBroken, ChainWatch.Scope, Stages.Operator, clock.GetUtcNow(), null, new { fault.Seq, fault.Kind, fault.Detail });
        }
    }

    // What has begun since this walk did may be about what it had passed by then. Where nothing is sealed, nothing fits.
    private async Task EndAsync(CancellationToken cancellationToken)
    {
        if (walk.Check is { Faults.Count: 0, Seals: > 0 } && store.Read(session => AuditConditionTable.Exists(session, Alert.AuditBroken)))
        {
            await store.WriteAsync(Turn.Of("audit"), session => AuditConditionTable.EndBefore(session, Alert.AuditBroken, walk.Began), cancellationToken).ConfigureAwait(false);
        }
    }

    private static string ScopeOf(AuditFault fault) => $"record {fault.Seq}";

    /// <summary>One walk from the beginning.</summary>
    private sealed class Walk(AuditCheck check, DateTimeOffset began)
    {
        public AuditCheck Check { get; } = check;

        public DateTimeOffset Began { get; } = began;

        /// <summary>So many faults were looked at, whether they were known or not.</summary>
        public int Looked { get; set; }

        /// <summary>So many were raised.</summary>
        public int Told { get; set; }
    }
}
