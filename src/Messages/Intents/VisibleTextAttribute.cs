namespace Pipeline.Messages.Intents;

/// <summary>A text in which everything is seen: the parser looks at every character's Unicode category, the schema says what a pattern can say.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class VisibleTextAttribute : Attribute;
