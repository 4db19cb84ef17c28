using System.Globalization;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Intents;

namespace Pipeline.Trading.Intents;

/// <summary>What a line's fill policy demands of the line and of the intent's constraints: what can't be repriced must not ask for it.</summary>
internal sealed class FillPolicyRules(FaultList faults, DocumentNode.Fields intent)
{
    private static readonly ObjectShape Policy = ObjectShape.Of(typeof(IntentFillPolicy));
    private static readonly string FillPolicy = ObjectShape.Name(nameof(IntentOrder.FillPolicy));
    private static readonly string Type = ObjectShape.Name(nameof(IntentFillPolicy.Type));
    private static readonly string StepBps = ObjectShape.Name(nameof(IntentFillPolicy.StepBps));
    private static readonly string OrderType = ObjectShape.Name(nameof(IntentOrder.OrderType));
    private static readonly string TimeInForce = ObjectShape.Name(nameof(IntentOrder.TimeInForce));
    private static readonly string Constraints = ObjectShape.Name(nameof(Intent.Constraints));
    private static readonly string MaxSlippageBps = ObjectShape.Name(nameof(IntentConstraints.MaxSlippageBps));
    private static readonly TimeInForce[] OutsideCore = [Messages.Fix.TimeInForce.Opg, Messages.Fix.TimeInForce.Cls, Messages.Fix.TimeInForce.ExtendedHours];
    private static readonly string Reprice = Words.Of(FillPolicyType.RepriceRemainder);

    public void Check(DocumentNode.Fields line)
    {
        if (line.ByName.GetValueOrDefault(FillPolicy) is not DocumentNode.Fields policy) return;
        IntentRules.CheckConditions(policy, Policy, faults);
        if (IntentRules.Text(policy, Type) != Reprice) return;
        Refuse(policy, line, OrderType, [Words.Of(OrdType.Market), Words.Of(OrdType.Stop), Words.Of(OrdType.StopLimit)], "only a limit order has a price to move");
        Refuse(policy, line, TimeInForce, [Words.Of(Messages.Fix.TimeInForce.Ioc), Words.Of(Messages.Fix.TimeInForce.Fok)], "nothing of it rests");
        Refuse(policy, line, TimeInForce, [.. OutsideCore.Select(tif => Words.Of(tif))], "it is priced anew in the core session alone");
        CheckBound(policy, line);
    }

    private void Refuse(DocumentNode.Fields policy, DocumentNode.Fields line, string field, IReadOnlyCollection<string> words, string why)
    {
        if (IntentRules.Text(line, field) is { } word && words.Contains(word))
            faults.Add(policy.Path.Field(Type), IntentFaultCodes.FieldNotAllowed, $"{Reprice} is not allowed for {field} {word}: {why}.");
    }

    /// <summary>Without a bound a price could follow the market anywhere.</summary>
    private void CheckBound(DocumentNode.Fields policy, DocumentNode.Fields line)
    {
        var constraints = intent.ByName.GetValueOrDefault(Constraints);
        if (constraints is not null and not DocumentNode.Fields) return;
        if ((constraints as DocumentNode.Fields)?.ByName.GetValueOrDefault(MaxSlippageBps) is not { } bound)
        {
            faults.Add(DocumentPath.Root.Field(Constraints).Field(MaxSlippageBps), IntentFaultCodes.MissingField, $"Required by the {Reprice} of {line.Path}.");
        }
        else if (Number(bound) is { } most && Number(policy.ByName.GetValueOrDefault(StepBps)) is { } step && step > most)
        {
            faults.Add(policy.Path.Field(StepBps), IntentFaultCodes.OutOfRange, $"Must be at most the {MaxSlippageBps} of the intent, {most}.");
        }
    }

    private static decimal? Number(DocumentNode? node) =>
        node is DocumentNode.Number number && decimal.TryParse(number.Literal, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;
}
