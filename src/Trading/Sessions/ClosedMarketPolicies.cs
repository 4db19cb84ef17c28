namespace Pipeline.Trading.Sessions;

/// <summary>
/// What becomes of a strategy's orders while their market is closed, as one text: <c>STRATEGY=POLICY</c>, several with a semicolon between
/// them, for example <c>momentum-1=hold_until_open;rebalance=send_queued</c>.
/// </summary>
public sealed class ClosedMarketPolicies
{
    private readonly string text;
    private readonly IReadOnlyDictionary<string, ClosedMarketPolicy> byStrategy;

    private ClosedMarketPolicies(string text, IReadOnlyDictionary<string, ClosedMarketPolicy> byStrategy) => (this.text, this.byStrategy) = (text, byStrategy);

    /// <summary>No strategy has a policy of its own.</summary>
    public static ClosedMarketPolicies None { get; } = new("", new Dictionary<string, ClosedMarketPolicy>());

    /// <exception cref="FormatException">The text is none of these; the message says what is wrong with which part.</exception>
    public static ClosedMarketPolicies Parse(string text)
    {
        var words = Enum.GetValues<ClosedMarketPolicy>().ToDictionary(policy => Intents.Words.Of(policy));
        var policies = new Dictionary<string, ClosedMarketPolicy>(StringComparer.Ordinal);
        foreach (var entry in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (entry.Split('=', 2, StringSplitOptions.TrimEntries) is not [{ Length: > 0 } strategy, var word] || !words.TryGetValue(word, out var policy))
            {
                throw new FormatException($"is no STRATEGY=POLICY in '{entry}'; a policy is one of {string.Join(", ", words.Keys)}");
            }

            if (!policies.TryAdd(strategy, policy))
            {
                throw new FormatException($"names the strategy {strategy} twice");
            }
        }

        return new ClosedMarketPolicies(text, policies);
    }

    /// <summary>The strategy's own policy; null when it has none.</summary>
    public ClosedMarketPolicy? Of(string strategyId) => byStrategy.TryGetValue(strategyId, out var policy) ? policy : null;

    /// <inheritdoc/>
    public override string ToString() => text;
}
