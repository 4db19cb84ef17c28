using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Pipeline.Operator.Audit;

/// <summary>The chain over the journal: how soon it is sealed, and where its signed head goes.</summary>
public sealed class AuditOptions
{
    /// <summary>How often what was committed is sealed. Default 250 ms.</summary>
    [Description("How often what was committed to the journal is sealed in the audit chain.")]
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:10")]
    public TimeSpan SealInterval { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a committed record may wait for its seal before <c>AUDIT_LAGS</c> is raised. Default 30 s.</summary>
    [Description("How long a committed record may wait for its seal before an alert is raised.")]
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan LagLimit { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Sealed records that are looked at again each second, over and over. Default 2,000; 0 looks at none.</summary>
    [Description("Sealed records that are compared with their seals again each second, over and over; 0 compares none.")]
    [Range(0, 100_000)]
    public int CheckPerSecond { get; set; } = 2_000;

    /// <summary>A file that the signed head is appended to, one line each. Empty: none. Keep it where nobody who has the database can write.</summary>
    [Description("File that the chain's signed head is appended to; keep it out of reach of whoever has the database. Empty: none.")]
    public string HeadsFile { get; set; } = "";

    /// <summary>An address that the signed head is posted to, as the same line. Empty: none.</summary>
    [Description("Address that the chain's signed head is posted to. Empty: none.")]
    public string HeadsUrl { get; set; } = "";

    /// <summary>
    /// The private key that heads are signed with: a PEM file, as <c>pipeline audit key</c> makes. Empty: the environment variable
    /// <c>PIPELINE_AUDIT_KEY</c> (PEM), or the systemd credential <c>pipeline-audit-key</c>. Needed where heads are exported.
    /// </summary>
    [Description("PEM file with the private key that heads are signed with (`pipeline audit key` makes one); else PIPELINE_AUDIT_KEY or the systemd credential pipeline-audit-key.")]
    public string KeyFile { get; set; } = "";

    /// <summary>How often the head is exported, when it has moved. Default 1 minute.</summary>
    [Description("How often the chain's head is exported, when it has moved.")]
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ExportInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long exports may fail before <c>AUDIT_EXPORT_FAILED</c> is raised. Default 5 minutes.</summary>
    [Description("How long exports of the chain's head may fail before an alert is raised.")]
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ExportLimit { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether the head is exported anywhere.</summary>
    public bool Exports() => HeadsFile.Length > 0 || HeadsUrl.Length > 0;
}
