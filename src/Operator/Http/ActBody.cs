using System.Text.Json;
using Pipeline.Trading.Halts;

namespace Pipeline.Operator.Http;

/// <summary>What an act must say in its body.</summary>
public record ActBody
{
    /// <summary>Why.</summary>
    public required string Why { get; init; }

    /// <summary>The fields that a body of a type may have.</summary>
    internal static IEnumerable<(string Name, Type Type)> FieldsOf<TBody>()
        where TBody : ActBody => typeof(TBody).GetProperties().Where(property => property.CanWrite)
            .Select(property => (JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name), property.PropertyType)).OrderBy(field => field.Item1, StringComparer.Ordinal);
}

/// <summary>Which hold is to be waived.</summary>
public sealed record ReleaseBody : ActBody
{
    /// <summary>The code that the order was seen to be held with. Default: whatever holds it.</summary>
    public string? Code { get; init; }
}

/// <summary>What a halt may say besides.</summary>
public sealed record HaltBody : ActBody
{
    /// <summary>What it stops. Default everything.</summary>
    public HaltMode Mode { get; init; }

    /// <summary>Whether what is open at the venue is canceled. Default no.</summary>
    public bool CancelOpen { get; init; }
}
