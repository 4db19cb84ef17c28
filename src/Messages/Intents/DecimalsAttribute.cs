namespace Pipeline.Messages.Intents;

/// <summary>Most digits a number may have behind the point, trailing zeros not counted.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DecimalsAttribute(int max) : Attribute
{
    public int Max { get; } = max;
}
