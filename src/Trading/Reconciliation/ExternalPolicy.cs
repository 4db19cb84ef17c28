namespace Pipeline.Trading.Reconciliation;

/// <summary>What is done in a symbol in which somebody else acts in the account.</summary>
public enum ExternalPolicy
{
    /// <summary>New orders of the symbol are held until a person acts on the break.</summary>
    Pause,

    /// <summary>Our position is made the venue's by a ledger entry that names the policy, and trading goes on.</summary>
    Rebase,

    /// <summary>The break is listed, and trading goes on.</summary>
    Ignore,
}

/// <summary>Policies by symbol, as a setting says them: <c>AAPL=ignore;BTC/USD=rebase;*=pause</c>.</summary>
public sealed class ExternalPolicies
{
    /// <summary>Stands for every symbol that is not named.</summary>
    public const string Others = "*";

    private readonly string text;

    private ExternalPolicies(string text, IReadOnlyDictionary<string, ExternalPolicy> bySymbol) => (this.text, BySymbol) = (text, bySymbol);

    /// <summary>Nothing is said of any symbol.</summary>
    public static ExternalPolicies None { get; } = new("", new Dictionary<string, ExternalPolicy>());

    /// <summary>What is said, <see cref="Others"/> among the symbols.</summary>
    public IReadOnlyDictionary<string, ExternalPolicy> BySymbol { get; }

    /// <exception cref="FormatException">The text is none of these; the message says what is wrong with which part.</exception>
    public static ExternalPolicies Parse(string text)
    {
        var policies = new Dictionary<string, ExternalPolicy>(StringComparer.Ordinal);
        foreach (var entry in text.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            if (entry.Split('=') is not [var symbol, var word] || !IsSymbol(symbol) || PolicyOf(word) is not { } policy)
            {
                throw new FormatException($"has '{entry}'; write SYMBOL=pause, SYMBOL=rebase or SYMBOL=ignore");
            }

            if (!policies.TryAdd(symbol, policy))
            {
                throw new FormatException($"names the symbol {symbol} twice");
            }
        }

        return new ExternalPolicies(text, policies);
    }

    /// <summary>The policy of a symbol; pause where nothing is said.</summary>
    public ExternalPolicy Of(string symbol) =>
        BySymbol.TryGetValue(symbol, out var named) ? named : BySymbol.GetValueOrDefault(Others, ExternalPolicy.Pause);

    public override string ToString() => text;

    private static bool IsSymbol(string text) => text.Length is >= 1 and <= 32 && text.All(letter => char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter) || "./*-".Contains(letter));

    private static ExternalPolicy? PolicyOf(string word) => word switch
    {
        "pause" => ExternalPolicy.Pause,
        "rebase" => ExternalPolicy.Rebase,
        "ignore" => ExternalPolicy.Ignore,
        _ => null,
    };
}
