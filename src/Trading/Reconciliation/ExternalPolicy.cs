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
public static class ExternalPolicies
{
    /// <summary>Stands for every symbol that is not named.</summary>
    public const string Others = "*";

    /// <summary>What a setting must look like.</summary>
    public const string Form = "([A-Z0-9./*-]{1,32}=(pause|rebase|ignore)(;[A-Z0-9./*-]{1,32}=(pause|rebase|ignore))*)?";

    /// <exception cref="FormatException">The text says a symbol twice, or is none.</exception>
    public static IReadOnlyDictionary<string, ExternalPolicy> Parse(string text)
    {
        var policies = new Dictionary<string, ExternalPolicy>();
        foreach (var entry in text.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            if (entry.Split('=') is not [{ Length: > 0 } symbol, var word] || !Enum.TryParse<ExternalPolicy>(word, ignoreCase: true, out var policy))
            {
                throw new FormatException($"'{entry}' is no policy; write SYMBOL=pause, SYMBOL=rebase or SYMBOL=ignore");
            }

            if (!policies.TryAdd(symbol, policy))
            {
                throw new FormatException($"the policy of {symbol} is said twice");
            }
        }

        return policies;
    }

    /// <summary>The policy of a symbol; pause where nothing is said.</summary>
    public static ExternalPolicy Of(this IReadOnlyDictionary<string, ExternalPolicy> policies, string symbol) =>
        policies.TryGetValue(symbol, out var named) ? named : policies.GetValueOrDefault(Others, ExternalPolicy.Pause);
}
