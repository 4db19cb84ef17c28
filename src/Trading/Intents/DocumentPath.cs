namespace Pipeline.Trading.Intents;

/// <summary>Where a value stands in its document. A chain of steps that is only spelled out when a fault names it.</summary>
internal sealed class DocumentPath
{
    private readonly DocumentPath? _parent;
    private readonly string? _field;
    private readonly int _index;

    private DocumentPath(DocumentPath? parent, string? field, int index)
    {
        _parent = parent;
        _field = field;
        _index = index;
    }

    public static DocumentPath Root { get; } = new(null, null, 0);

    public DocumentPath Field(string name) => new(this, name, 0);

    public DocumentPath Item(int index) => new(this, null, index);

    /// <summary>The JSONPath (RFC 9535), with names that are not plain identifiers in brackets and long ones cut.</summary>
    public override string ToString() =>
        _parent is null ? "$"
        : _field is null ? $"{_parent}[{_index}]"
        : IsPlain(_field) ? $"{_parent}.{_field}"
        : $"{_parent}['{Excerpt.Of(_field).Replace("'", "\\'")}']";

    private static bool IsPlain(string name) =>
        name.Length is > 0 and <= 64 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
