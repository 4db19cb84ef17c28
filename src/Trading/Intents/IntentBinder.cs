using System.Diagnostics;
using System.Text.Json.Serialization.Metadata;
using Pipeline.Messages;

namespace Pipeline.Trading.Intents;

/// <summary>
/// Makes objects of a scanned tree, guided by the types alone. Null stands for a value that was faulty:
/// binding goes on past it, so that every fault is found.
/// </summary>
internal sealed class IntentBinder(FaultList faults)
{
    private readonly ScalarBinder _scalars = new(faults);

    public object? Bind(DocumentNode node, Type type, FieldRules rules)
    {
        if (node is DocumentNode.Unreadable) return null;
        if (node is DocumentNode.Null) return Refuse(node, IntentFaultCodes.NullValue, "Null is no value; leave it out instead.");
        var info = PipelineJson.Options.GetTypeInfo(type);
        return info.Kind switch
        {
            JsonTypeInfoKind.Object => node is DocumentNode.Fields fields ? Object(fields, type) : WrongType(node, "an object"),
            JsonTypeInfoKind.Enumerable => node is DocumentNode.Items items ? List(items, info.ElementType!, rules) : WrongType(node, "an array"),
            JsonTypeInfoKind.None => _scalars.Bind(node, type, rules),
            JsonTypeInfoKind.Dictionary => throw new NotSupportedException($"An intent has no dictionaries, such as {type}."),
            _ => throw new UnreachableException(),
        };
    }

    private object Object(DocumentNode.Fields node, Type type)
    {
        var shape = ObjectShape.Of(type);
        var bound = shape.Blank();
        foreach (var (name, value) in node.ByName)
        {
            if (!shape.Fields.TryGetValue(name, out var field)) Refuse(value, IntentFaultCodes.UnknownField, Unknown(name, shape));
            else if (Bind(value, field.Type, field.Rules) is { } good) field.Property.Set!(bound, good);
        }

        foreach (var name in shape.Required)
        {
            if (!node.ByName.ContainsKey(name)) faults.Add(node.Path.Field(name), IntentFaultCodes.MissingField, "Required.");
        }

        return bound;
    }

    private Array? List(DocumentNode.Items node, Type element, FieldRules rules)
    {
        if (rules.Items is { } length && (node.All.Count < length.MinimumLength || node.All.Count > length.MaximumLength))
            Refuse(node, IntentFaultCodes.BadLength, $"Has {node.All.Count} items; {length.MinimumLength} to {length.MaximumLength} are allowed.");
        var bound = Array.CreateInstance(element, node.All.Count);
        var good = true;
        for (var i = 0; i < node.All.Count; i++)
        {
            if (Bind(node.All[i], element, FieldRules.None) is { } item) bound.SetValue(item, i);
            else good = false;
        }

        return good ? bound : null;
    }

    private static string Unknown(string name, ObjectShape shape)
    {
        // QTY and orderType are the usual slips; the naming policy of the pipeline undoes both.
        var meant = name.Length <= 64 ? ObjectShape.Name(name) : name;
        return shape.Fields.ContainsKey(meant) ? $"No such field; names are lower snake case: {meant}." : $"No such field; there are: {shape.Names}.";
    }

    private object? WrongType(DocumentNode node, string wanted) =>
        Refuse(node, IntentFaultCodes.WrongType, $"Must be {wanted}, not {node.Kind}.");

    private object? Refuse(DocumentNode node, string code, string message)
    {
        faults.Add(node.Path, code, message);
        return null;
    }
}
