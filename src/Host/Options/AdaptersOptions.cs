using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Pipeline.Host.Options;

/// <summary>Which versions of the venue's adapter work. Without any it is the one that the pipeline was built with.</summary>
public sealed class AdaptersOptions
{
    /// <summary>Where adapters are that were built by themselves, each in <c>VENUE/VERSION</c>. Default <c>adapters</c>.</summary>
    [Description("Folder of adapters that were built by themselves, each in VENUE/VERSION.")]
    [Required]
    public string Folder { get; set; } = "adapters";

    /// <summary>
    /// The versions to load, comma separated, each with the SHA-256 of its folder: <c>alpaca/2@HASH,alpaca/1@HASH</c>. The first carries new orders; those
    /// after it go on with the orders that they have opened. Empty, the default, is the adapter that the pipeline was built with.
    /// </summary>
    [Description("Versions of the venue's adapter to load, each with the SHA-256 of its folder: alpaca/2@HASH,alpaca/1@HASH. The first carries new orders.")]
    public string Use { get; set; } = "";

    /// <summary>Which new orders another version than the first carries, by strategy or share: <c>momentum=alpaca/1,10%=alpaca/1</c>. Default none.</summary>
    [Description("Which new orders another version carries, by strategy or share: momentum=alpaca/1,10%=alpaca/1.")]
    public string Route { get; set; } = "";

    /// <summary>
    /// A version to have in the shadow of the first, with its hash: it maps every call and answer without sending anything, and what differs is counted for
    /// <c>pipeline adapters diff</c>. Default none.
    /// </summary>
    [Description("A version in the shadow of the first, with its hash: it maps every call and answer and sends nothing; see `pipeline adapters diff`.")]
    public string Shadow { get; set; } = "";
}
