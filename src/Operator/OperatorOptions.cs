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
