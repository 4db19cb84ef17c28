namespace Pipeline.Messages.Intents;

/// <summary>The text means the same in either case and is kept in upper case.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class UpperCasedAttribute : Attribute;
