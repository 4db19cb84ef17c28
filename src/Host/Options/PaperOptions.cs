using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Pipeline.Host.Options;

/// <summary>The paper venue.</summary>
public sealed class PaperOptions
{
    /// <summary>Seed of the random walk that makes its quotes. Every process of one installation needs the same.</summary>
    [Description("Seed of the random walk that makes the paper venue's quotes.")]
    public long Seed { get; set; } = 1;

    /// <summary>Recorded quotes to use instead of the random walk: files separated by <c>;</c>.</summary>
    [Description("Recorded quote files to fill from instead of a random walk, separated by ';'.")]
    public string Quotes { get; set; } = "";

    /// <summary>Cash of a new account, in USD.</summary>
    [Description("Cash of a new account, in USD.")]
    [Range(typeof(decimal), "0", "1000000000000")]
    public decimal StartingCash { get; set; } = 10_000_000;

    /// <summary>
    /// What the venue takes of each trade, in basis points of what the account receives: of coins that are bought in the coins, else in
    /// USD. Default 0.
    /// </summary>
    [Description("What the paper venue takes of each trade, in basis points of what the account receives: coins of coins that are bought, else USD.")]
    [Range(typeof(decimal), "0", "1000")]
    public decimal CommissionBps { get; set; }
}
