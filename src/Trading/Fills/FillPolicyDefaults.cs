using System.Text;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Intents;
using Pipeline.Trading.Intents;
using Pipeline.Trading.Orders;

namespace Pipeline.Trading.Fills;

/// <summary>
/// The fill policies of strategies, for lines that name none, as one text: <c>STRATEGY=TYPE,field=number,...</c>, several with a
/// semicolon between them, for example <c>momentum-1=cancel_remainder_after,after_s=60;scalper=escalate,after_s=30</c>.
/// </summary>
public sealed class FillPolicyDefaults
{
    private readonly string text;
    private readonly IReadOnlyDictionary<string, IntentFillPolicy> byStrategy;

    private FillPolicyDefaults(string text, IReadOnlyDictionary<string, IntentFillPolicy> byStrategy) => (this.text, this.byStrategy) = (text, byStrategy);

    /// <summary>Every strategy's remainders rest.</summary>
    public static FillPolicyDefaults None { get; } = new("", new Dictionary<string, IntentFillPolicy>());

    /// <exception cref="FormatException">The text is none of these; the message says what is wrong with which part.</exception>
    public static FillPolicyDefaults Parse(string text)
    {
        var policies = new Dictionary<string, IntentFillPolicy>(StringComparer.Ordinal);
        foreach (var entry in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (entry.Split('=', 2, StringSplitOptions.TrimEntries) is not [{ Length: > 0 } strategy, var policy])
            {
                throw new FormatException($"is no STRATEGY=POLICY in '{entry}'");
            }

            if (!policies.TryAdd(strategy, PolicyOf(policy, entry)))
            {
                throw new FormatException($"names the strategy {strategy} twice");
            }
        }

        return new FillPolicyDefaults(text, policies);
    }

    /// <summary>
    /// The policy of a line that names none. A strategy's <c>reprice_remainder</c> is for the lines that can be repriced, resting limit
    /// orders with a <c>max_slippage_bps</c> of at least the step; its others rest.
    /// </summary>
    public IntentFillPolicy For(string strategyId, OrderTerms terms)
    {
        var policy = byStrategy.GetValueOrDefault(strategyId, IntentFillPolicy.Rest);
        return policy.Type != FillPolicyType.RepriceRemainder || CanBeRepriced(terms, policy) ? policy : IntentFillPolicy.Rest;
    }

    public override string ToString() => text;

    private static bool CanBeRepriced(OrderTerms terms, IntentFillPolicy policy) =>
        terms is { OrderType: OrdType.Limit, TimeInForce: TimeInForce.Day or TimeInForce.Gtc, MaxSlippageBps: { } bound } && policy.StepBps <= bound;

    // Read by what reads an intent, so that the same is allowed and the same is said about what is not.
    private static IntentFillPolicy PolicyOf(string policy, string entry)
    {
        var parts = policy.Split(',', StringSplitOptions.TrimEntries);
        var fields = parts.Skip(1).Select(part => part.Split('=', 2, StringSplitOptions.TrimEntries) is [var name, var value]
            ? $",\"{name}\":{value}"
            : throw new FormatException($"is no field=number in '{part}' of '{entry}'"));
        var (root, faults) = DocumentScanner.Scan(Encoding.UTF8.GetBytes($"{{\"type\":\"{parts[0]}\"{string.Concat(fields)}}}"));
        var bound = root is null ? null : new IntentBinder(faults).Bind(root, typeof(IntentFillPolicy), FieldRules.None);
        if (root is DocumentNode.Fields node)
        {
            IntentRules.CheckConditions(node, ObjectShape.Of(typeof(IntentFillPolicy)), faults);
        }

        return faults.IsEmpty && bound is IntentFillPolicy good
            ? good
            : throw new FormatException($"has a wrong policy in '{entry}': {string.Join("; ", faults.ToList().Select(fault => $"{fault.Path}: {fault.Message}"))}");
    }
}
