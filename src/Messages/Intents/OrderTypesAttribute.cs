using Pipeline.Messages.Fix;

namespace Pipeline.Messages.Intents;

/// <summary>The order types that need this field. A line of any other type must leave it out.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OrderTypesAttribute(params OrdType[] types) : Attribute
{
    public IReadOnlyList<OrdType> Types { get; } = types;
}
