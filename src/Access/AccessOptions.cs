using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Pipeline.Access;

/// <summary>Who is let in.</summary>
public sealed class AccessOptions
{
    /// <summary>The environment variable that may hold the master key.</summary>
    public const string MasterKeyVariable = "PIPELINE_ACCESS_MASTER_KEY";

    /// <summary>
    /// <c>auto</c> (default): none are needed over the loopback with the paper venue, and everywhere else they are. <c>required</c>: always.
    /// </summary>
    [Description("Whether requests need credentials: auto (none over the loopback with the paper venue, everywhere else they do) or required (always).")]
    [AllowedValues("auto", "required")]
    public string Credentials { get; set; } = "auto";

    /// <summary>
    /// File with the master key, which seals strategies' keys in the store: 32 bytes in base64, readable by its owner alone. Empty takes
    /// <see cref="MasterKeyVariable"/>, or else the systemd credential <c>pipeline-access-master-key</c>.
    /// </summary>
    [Description("File with the master key that seals strategies' keys (openssl rand -base64 32); empty takes PIPELINE_ACCESS_MASTER_KEY, else the systemd credential pipeline-access-master-key.")]
    public string MasterKeyFile { get; set; } = "";

    /// <summary>How far the time of a signed HTTP request may be from ours, before or after. Default 30 s.</summary>
    [Description("How far the time of a signed HTTP request may be from ours.")]
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan SignatureWindow { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the old secret of a key is good beside the new one after a rotation. Default one day.</summary>
    [Description("How long the old secret of a key is good beside the new one after a rotation.")]
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan RotationOverlap { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Requests of one key or operator a second, in the long run. Default 50.</summary>
    [Description("Requests of one key or operator a second, in the long run.")]
    [Range(1, 100_000)]
    public int RequestsPerSecond { get; set; } = 50;

    /// <summary>Requests of one key or operator at once, before the long run's rate counts. Default 200.</summary>
    [Description("Requests of one key or operator at once, before the long run's rate counts.")]
    [Range(1, 100_000)]
    public int RequestBurst { get; set; } = 200;
}
