using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Operator;

/// <summary>Who may act. Operators are named people with tokens.</summary>
public sealed class OperatorOptions
{
    /// <summary>
    /// Operators as <c>NAME=SHA256</c>, separated by <c>;</c>: the SHA-256 of the token in hex (<c>printf %s TOKEN | sha256sum</c>), so
    /// that no token stands in a configuration or a process list. Empty: nobody may act.
    /// </summary>
    [Description("Operators as NAME=SHA256-of-token-in-hex, separated by ';' (printf %s TOKEN | sha256sum). Without any nobody may act.")]
    [RegularExpression("([A-Za-z0-9._-]{1,64}=[0-9a-f]{64}(;[A-Za-z0-9._-]{1,64}=[0-9a-f]{64})*)?")]
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

    /// <summary>The operators by name.</summary>
    public IReadOnlyList<string> Names() => [.. Tokens.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(entry => entry[..entry.IndexOf('=', StringComparison.Ordinal)])];

    /// <summary>The operator a token belongs to, or null. Every token is compared, in constant time.</summary>
    public string? NameOf(string token)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(token));
        string? name = null;
        foreach (var entry in Tokens.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var separator = entry.IndexOf('=', StringComparison.Ordinal);
            if (CryptographicOperations.FixedTimeEquals(hash, Convert.FromHexString(entry.AsSpan(separator + 1))))
            {
                name = entry[..separator];
            }
        }

        return name;
    }
}
