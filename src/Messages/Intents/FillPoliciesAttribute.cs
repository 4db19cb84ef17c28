namespace Pipeline.Messages.Intents;

/// <summary>The fill policies that need this field. Any other must leave it out.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FillPoliciesAttribute(params FillPolicyType[] types) : Attribute
{
    public IReadOnlyList<FillPolicyType> Types { get; } = types;
}
