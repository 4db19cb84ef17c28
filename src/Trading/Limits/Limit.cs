using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipeline.Trading.Limits;

/// <summary>What an operator can limit: one name in the limits file. <see cref="AllLimits"/> has all of them.</summary>
public abstract class Limit
{
    private static int count;

    private protected Limit(string name, string meaning) => (Name, Meaning, Index) = (name, meaning, count++);

    /// <summary>Its name in the file, with its unit at the end.</summary>
    public string Name { get; }

    /// <summary>What it limits, in one sentence.</summary>
    public string Meaning { get; }

    /// <summary>The scopes that may set it; all of them unless said otherwise.</summary>
    public IReadOnlyList<ScopeKind> Scopes { get; init; } = Enum.GetValues<ScopeKind>();

    /// <summary>Whether the stores of an installation share it, so that the global one is multiplied by the file's allotment.</summary>
    public bool IsShared { get; init; }

    /// <summary>Whether it states a fact of the instrument: what the nearest scope says counts alone. Of all others the tightest counts.</summary>
    public bool IsOfInstrument { get; init; }

    /// <summary>What is in force on the paper venue where the file says nothing, where that is no value.</summary>
    public string? DefaultWords { get; init; }

    /// <summary>Its place among all limits.</summary>
    internal int Index { get; }

    /// <summary>The global limit of the paper venue where the file says nothing; null is none.</summary>
    public abstract object? Default { get; }

    /// <summary>A value as the file would have it.</summary>
    public abstract JsonNode ToJson(object value);

    /// <summary>The JSON Schema of a value.</summary>
    public abstract JsonObject Schema();

    /// <summary>Reads a value.</summary>
    /// <exception cref="FormatException">It is none; the message says what is wanted.</exception>
    internal abstract object Read(JsonElement json);

    /// <summary>The global limit of one store where several share it.</summary>
    internal abstract object Share(object value, decimal allotment);
}

/// <summary>A limit of one type of value.</summary>
/// <typeparam name="T">Number, yes or no, names, or tick sizes.</typeparam>
public sealed class Limit<T> : Limit
    where T : notnull
{
    private readonly LimitKind<T> kind;
    private readonly object? byDefault;

    internal Limit(string name, string meaning, LimitKind<T> kind, object? byDefault = null)
        : base(name, meaning) => (this.kind, this.byDefault) = (kind, byDefault);

    public override object? Default => byDefault;

    public override JsonNode ToJson(object value) => kind.ToJson((T)value);

    public override JsonObject Schema() => kind.Schema();

    internal override object Read(JsonElement json) => kind.Read(json);

    internal override object Share(object value, decimal allotment) => IsShared && value is decimal number ? number * allotment : value;
}
