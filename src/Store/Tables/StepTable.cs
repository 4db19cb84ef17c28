namespace Pipeline.Store.Tables;

/// <summary>Which stage has decided which order in which pass.</summary>
public static class StepTable
{
    private const string Insertion =
        "INSERT INTO steps (cl_ord_id, stage, pass, verdict, recorded_at) VALUES (@clOrdId, @stage, @pass, @verdict, @now) ON CONFLICT DO NOTHING";

    public static bool Exists(StoreSession session, string clOrdId, string stage, int pass) => session.Scalar<long>(
        "SELECT count(*) FROM steps WHERE cl_ord_id = @clOrdId AND stage = @stage AND pass = @pass", new { clOrdId, stage, pass }) > 0;

    /// <returns>False when the step is recorded already.</returns>
    public static bool TryInsert(StoreSession session, string clOrdId, string stage, int pass, string verdict, DateTimeOffset now) =>
        session.Execute(Insertion, new { clOrdId, stage, pass, verdict, now }) == 1;

    /// <summary>Records a step of which it is known whether it is recorded already.</summary>
    public static void Insert(StoreSession session, string clOrdId, string stage, int pass, string verdict, DateTimeOffset now) =>
        session.Write(Insertion, new { clOrdId, stage, pass, verdict, now });
}
