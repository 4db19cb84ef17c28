using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Access.Operators;

namespace Pipeline.Operator;

/// <summary>Who may act. Operators are named people with tokens.</summary>
public sealed class OperatorOptions
{
    /// <summary>
    /// Operators as <c>NAME:ROLE=SHA256</c>, separated by <c>;</c>: the SHA-256 of the token in hex (<c>printf %s TOKEN | sha256sum</c>), so
    /// that no token stands in a configuration or a process list. A role is viewer, operator or approver, approver where none is written.
    /// Empty: nobody may act.
    /// </summary>
    [Description("Operators as NAME:ROLE=SHA256-of-token-in-hex, separated by ';' (printf %s TOKEN | sha256sum); ROLE is viewer, operator or approver, approver without one. Without any nobody may act.")]
    [PasswordPropertyText(true)]
    [RegularExpression(OperatorBook.Pattern)]
    public string Tokens { get; set; } = "";

    /// <summary>
    /// How many operators it takes to release a halt: 2 (default), two different ones; 1 only where the venue is <c>paper</c>.
    /// </summary>
    [Description("How many different operators it takes to release a halt: 2; or 1, at the paper venue only.")]
    [Range(1, 2)]
    public int ResumeBy { get; set; } = 2;

    /// <summary>How long what the first of two operators wants released waits for the second. Default 15 minutes.</summary>
    [Description("How long the first operator's request to release a halt waits for the second operator.")]
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan ResumeRequestExpiry { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The operators with their roles.</summary>
    public OperatorBook Book() => OperatorBook.Parse(Tokens);
}
