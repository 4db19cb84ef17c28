using Pipeline.Messages.Fix;
using Pipeline.Messages.Intents;

namespace Pipeline.Trading.Intents;

/// <summary>
/// What fields demand of each other. Reads the scanned tree and not the bound objects,
/// so that a fault in one field does not hide another one's.
/// </summary>
internal sealed class IntentRules(FaultList faults)
{
    private static readonly ObjectShape Line = ObjectShape.Of(typeof(IntentOrder));
    private static readonly string Orders = ObjectShape.Name(nameof(Intent.Orders));
    private static readonly string Symbol = ObjectShape.Name(nameof(IntentOrder.Symbol));
    private static readonly string Side = ObjectShape.Name(nameof(IntentOrder.Side));
    private static readonly string Leg = ObjectShape.Name(nameof(IntentOrder.Leg));

    public void Check(DocumentNode root)
    {
        if (root is not DocumentNode.Fields intent || intent.ByName.GetValueOrDefault(Orders) is not DocumentNode.Items orders) return;
        var slots = new Dictionary<(string?, string, string), DocumentNode>();
        var policies = new FillPolicyRules(faults, intent);
        foreach (var line in orders.All.OfType<DocumentNode.Fields>())
        {
            CheckConditions(line, Line, faults);
            policies.Check(line);
            CheckSlot(line, slots);
        }
    }

    /// <summary>Fields that only some order types or policies have are there for those and for no other.</summary>
    internal static void CheckConditions(DocumentNode.Fields node, ObjectShape shape, FaultList faults)
    {
        foreach (var field in shape.Fields.Values.Where(field => field.Rules.When is not null))
        {
            var (other, needing) = field.Rules.When!;
            if (Text(node, other) is not { } word || !Words.OfType(shape.Fields[other].Type).ByWord.ContainsKey(word)) continue;
            var needed = needing.Contains(word);
            if (needed == node.ByName.ContainsKey(field.Name)) continue;
            var (code, message) = needed
                ? (IntentFaultCodes.MissingField, $"Required for {word}.")
                : (IntentFaultCodes.FieldNotAllowed, $"Not allowed for {word}.");
            faults.Add(node.Path.Field(field.Name), code, message);
        }
    }

    internal static string? Text(DocumentNode.Fields node, string name) => (node.ByName.GetValueOrDefault(name) as DocumentNode.Text)?.Value;

    /// <summary>An order is known by its slot, so a second line in the same one would be the same order again.</summary>
    private void CheckSlot(DocumentNode.Fields line, Dictionary<(string?, string, string), DocumentNode> slots)
    {
        var leg = Text(line, Leg);
        if (leg is null && line.ByName.ContainsKey(Leg)) return;
        if (Text(line, Symbol) is not { } symbol || Text(line, Side) is not { } side) return;
        var slot = (leg, symbol.ToUpperInvariant(), side);
        if (slots.TryAdd(slot, line)) return;
        faults.Add(line.Path, IntentFaultCodes.SameSlot, $"{line.Path} has the same leg, symbol and side as {slots[slot].Path}; give them different legs.");
    }
}
