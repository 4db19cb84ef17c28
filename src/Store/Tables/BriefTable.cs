namespace Pipeline.Store.Tables;

/// <summary>Incident briefs that were made by themselves.</summary>
public static class BriefTable
{
    private const string Selection = "SELECT brief_id, alert, at, document FROM briefs";

    public static BriefRow? Find(StoreSession session, string briefId) => session.QueryFirst<BriefRow>($"{Selection} WHERE brief_id = @briefId", new { briefId });

    /// <summary>The newest ones, the newest first.</summary>
    public static IReadOnlyList<BriefRow> Newest(StoreSession session, int most) => session.Query<BriefRow>($"{Selection} ORDER BY at DESC, brief_id DESC LIMIT @most", new { most });

    /// <summary>The newest about an alert that was made within a time.</summary>
    public static BriefRow? NewestAbout(StoreSession session, string alert, DateTimeOffset from, DateTimeOffset to) =>
        session.QueryFirst<BriefRow>($"{Selection} WHERE alert = @alert AND at >= @from AND at <= @to ORDER BY at DESC LIMIT 1", new { alert, from, to });

    /// <summary>Whether there is one about an alert that was made since an instant.</summary>
    public static bool IsMadeSince(StoreSession session, string alert, DateTimeOffset since) => session.Scalar<bool>(
        "SELECT EXISTS (SELECT 1 FROM briefs WHERE alert = @alert AND at > @since)", new { alert, since });

    /// <returns>False when it is there already.</returns>
    public static bool TryInsert(StoreSession session, BriefRow row) => session.Execute(
        "INSERT INTO briefs (brief_id, alert, at, document) VALUES (@BriefId, @Alert, @At, @Document) ON CONFLICT DO NOTHING", row) == 1;
}

/// <summary>A brief as it is stored.</summary>
public sealed class BriefRow
{
    public string BriefId { get; set; } = "";

    /// <summary>What it was made for: an alert of the pipeline, or of the monitoring system.</summary>
    public string Alert { get; set; } = "";

    public DateTimeOffset At { get; set; }

    /// <summary>The brief as JSON.</summary>
    public string Document { get; set; } = "";
}
