namespace Pipeline.Trading.Intents;

/// <summary>A JSON value as it was written: numbers are still text, and every value knows where it stands. A closed set.</summary>
internal abstract class DocumentNode
{
    private DocumentNode(DocumentPath path, string kind)
    {
        Path = path;
        Kind = kind;
    }

    public DocumentPath Path { get; }

    /// <summary>What it is, for a sentence: <c>an object</c>.</summary>
    public string Kind { get; }

    /// <summary>Fields by name. Of a doubled field the first is kept; the scanner has reported the others.</summary>
    public sealed class Fields(DocumentPath path) : DocumentNode(path, "an object")
    {
        public Dictionary<string, DocumentNode> ByName { get; } = new(StringComparer.Ordinal);
    }

    public sealed class Items(DocumentPath path) : DocumentNode(path, "an array")
    {
        public List<DocumentNode> All { get; } = [];
    }

    public sealed class Text(DocumentPath path, string value) : DocumentNode(path, "a string")
    {
        public string Value { get; } = value;
    }

    public sealed class Number(DocumentPath path, string literal) : DocumentNode(path, "a number")
    {
        public string Literal { get; } = literal;
    }

    public sealed class Flag(DocumentPath path) : DocumentNode(path, "true or false");

    public sealed class Null(DocumentPath path) : DocumentNode(path, "null");

    /// <summary>A text that stands for no characters. The scanner has reported it.</summary>
    public sealed class Unreadable(DocumentPath path) : DocumentNode(path, "an unreadable string");
}
