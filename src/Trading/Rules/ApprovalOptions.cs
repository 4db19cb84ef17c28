using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Pipeline.Trading.Rules;

/// <summary>What an operator must look at before it is sent, beside the limits.</summary>
public sealed class ApprovalOptions
{
    /// <summary>
    /// An order of a greater value than this, in the account's currency, is held (<c>APPROVAL_REQUIRED</c>) until an operator releases it.
    /// Default 0: none is.
    /// </summary>
    [Description("Orders of a greater value than this are held until an operator releases them, in the account's currency; 0 holds none.")]
    [Range(typeof(decimal), "0", "1000000000000")]
    public decimal AboveNotional { get; set; }

    /// <summary>Strategies whose every order is held so, separated by <c>;</c>; <c>*</c> is every strategy. Default none.</summary>
    [Description("Strategies whose every order is held until an operator releases it, separated by ';'; * is every strategy.")]
    [RegularExpression(@"(\*|[A-Za-z0-9._:-]{1,64}(;[A-Za-z0-9._:-]{1,64})*)?")]
    public string Strategies { get; set; } = "";

    /// <summary>
    /// Whether a strategy is paper-only until an operator promotes it: at any other venue than <c>paper</c> its orders are denied
    /// (<c>STRATEGY_NOT_PROMOTED</c>). Default true.
    /// </summary>
    [Description("Whether a strategy may trade at another venue than paper only once an operator has promoted it.")]
    public bool PaperFirst { get; set; } = true;

    /// <summary>Whether every order of a strategy needs an approval.</summary>
    public bool Covers(string strategyId) => Strategies == "*" || Strategies.Split(';').Contains(strategyId);
}
