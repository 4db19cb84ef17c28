using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Store.Writing;

namespace Pipeline.Faults.Matrix;

/// <summary>The rows in which the process dies that tells OpenClaw what became of orders.</summary>
internal static class NoticeRows
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>Kills the teller at a place, lets everything end, and compares what was heard with what has happened.</summary>
    public static async Task TellAsync(RowRun run, string failpoint, CancellationToken stop)
    {
        var hooks = new HooksStub();
        run.Own(hooks);
        run.Redeploy(Deployment.WithNotices(run.Data, run.Broker, hooks.Url));
        var victim = run.Pipeline.ProgramOf(Stages.Notices);
        foreach (var program in run.Pipeline.Programs)
        {
            program.Start(program == victim ? failpoint : null);
        }

        await run.Pipeline.WaitUntilReadyAsync(stop);
        await KillRows.PublishUntilItDiesAsync(victim, cancel => run.PublishAsync(cancel), stop);
        await run.DrainAsync(stop);
        await WaitUntilAllAreGivenAsync(run, stop);
        Compare(run, hooks.Heard);
    }

    private static async Task WaitUntilAllAreGivenAsync(RowRun run, CancellationToken stop)
    {
        using var connection = new SqliteDatabase(run.StoreFile).Open();
        var session = new StoreSession(connection, null);
        var began = TimeProvider.System.GetTimestamp();
        while (NoticeTable.Cursor(session) is not { } cursor || NoticeTable.Next(session, cursor, long.MaxValue, 1).Entries.Count > 0 || NoticeTable.Count(session).Waiting > 0 || Ended(session).Count > NoticesSent(session))
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience)
            {
                run.Blame($"{NoticeTable.Count(session).Waiting} notices wait after {Patience.TotalSeconds} s");
                return;
            }

            await Task.Delay(Interval, TimeProvider.System, stop);
        }
    }

    private static void Compare(RowRun run, IReadOnlyList<HeardNotice> heard)
    {
        using var connection = new SqliteDatabase(run.StoreFile).Open();
        foreach (var (clOrdId, ended) in Ended(new StoreSession(connection, null)))
        {
            var told = heard.Where(notice => notice.ClOrdId == clOrdId).DistinctBy(notice => notice.Key).ToList();
            if (told.LastOrDefault()?.Kind != ended)
            {
                run.Blame($"{clOrdId} is {ended}, and OpenClaw was told {string.Join(", ", told.Select(notice => notice.Kind))}");
            }

            if (told.Zip(told.Skip(1)).Any(pair => pair.First.Seq > pair.Second.Seq))
            {
                run.Blame($"OpenClaw was told of {clOrdId} out of order");
            }
        }

        if (heard.GroupBy(notice => notice.Key).Any(same => same.Select(notice => notice.Body).Distinct().Count() > 1))
        {
            run.Blame("a notice was repeated with other bytes");
        }
    }

    private static Dictionary<string, string> Ended(StoreSession session) =>
        session.Query<(string ClOrdId, string OrdStatus)>("SELECT cl_ord_id, ord_status FROM orders").ToDictionary(order => order.ClOrdId, order => order.OrdStatus);

    private static int NoticesSent(StoreSession session) => session.Scalar<int>("SELECT count(DISTINCT subject) FROM notices WHERE sent_at IS NOT NULL");
}
