using System.Security.Cryptography;
using System.Text;
using Pipeline.Store;

namespace Pipeline.Access.Operators;

/// <summary>The operators: named people, each with a role and the SHA-256 of a token.</summary>
public sealed class OperatorBook
{
    /// <summary>How <see cref="Parse"/> wants them: <c>NAME[:ROLE]=SHA256</c>, several with a semicolon between them.</summary>
    public const string Pattern = $"({Entry}(;{Entry})*)?";

    private const string Entry = "[A-Za-z0-9._-]{1,64}(:(viewer|operator|approver))?=[0-9a-f]{64}";

    // What `printf %s "$TOKEN" | sha256sum` prints where nothing has set TOKEN.
    private static readonly byte[] OfNothing = SHA256.HashData([]);

    private readonly List<(string Name, Scope Role, byte[] Hash)> entries;

    private OperatorBook(List<(string Name, Scope Role, byte[] Hash)> entries) => this.entries = entries;

    /// <summary>Names of those who have a role or a higher one.</summary>
    public IReadOnlyList<string> Names(Scope role) => [.. entries.Where(entry => entry.Role >= role).Select(entry => entry.Name).Distinct()];

    /// <summary>What is wrong with them besides their form; null when nothing is. Who has a token is one person, known by one name.</summary>
    public string? Fault => entries.FirstOrDefault(entry => entry.Hash.AsSpan().SequenceEqual(OfNothing)) is { Name: { } name }
        ? $"{name} has the SHA-256 of nothing: the variable or the file that the token was taken from was empty"
        : SharedToken();

    /// <param name="tokens">Of the form <see cref="Pattern"/>. Without a role an operator may everything.</param>
    public static OperatorBook Parse(string tokens) => new([.. tokens.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(entry =>
    {
        var (who, hash) = Halves(entry, '=');
        var (name, role) = Halves(who, ':');
        return (name, role.Length == 0 ? Scope.Approver : Columns.Word<Scope>(role), Convert.FromHexString(hash));
    })]);

    /// <summary>The operator a token belongs to, or null; nothing is nobody's token. Every token is compared, in constant time.</summary>
    public Caller? Find(string token)
    {
        if (token.Length == 0)
        {
            return null;
        }

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(token));
        Caller? found = null;
        foreach (var entry in entries)
        {
            if (CryptographicOperations.FixedTimeEquals(hash, entry.Hash))
            {
                found = Caller.Operator(entry.Name, entry.Role);
            }
        }

        return found;
    }

    private string? SharedToken() => entries.GroupBy(entry => Convert.ToHexStringLower(entry.Hash)).FirstOrDefault(same => same.Count() > 1) is { } shared
        ? $"{string.Join(" and ", shared.Select(entry => entry.Name).Distinct())} {(shared.Select(entry => entry.Name).Distinct().Count() > 1 ? "have the same token: give each a token of their own" : "stands there twice with the same token: leave one of them")}"
        : null;

    private static (string Before, string After) Halves(string text, char separator) =>
        text.IndexOf(separator, StringComparison.Ordinal) is var at and >= 0 ? (text[..at], text[(at + 1)..]) : (text, "");
}
