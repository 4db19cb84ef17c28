using System.Globalization;
using System.Text.Json;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>The body of a POST or a PATCH of an order, as read; the fields it gets wrong are the checks' matter.</summary>
internal sealed class OrderRequest
{
    private readonly Dictionary<string, string> fields = new(StringComparer.Ordinal);

    private OrderRequest()
    {
    }

    /// <summary>False when the body is no JSON object.</summary>
    public bool IsReadable { get; private init; } = true;

    /// <summary>The text of a field, also where it was a number; null when it is missing, null or empty.</summary>
    public string? this[string field] => fields.GetValueOrDefault(field) is { Length: > 0 } text ? text : null;

    public Subject Subject => new(this["symbol"], Words.ToSide(this["side"]), this["client_order_id"]);

    public static OrderRequest Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Read(document.RootElement)
                : new OrderRequest { IsReadable = false };
        }
        catch (JsonException)
        {
            return new OrderRequest { IsReadable = false };
        }
    }

    /// <summary>A field as a number.</summary>
    /// <returns>False when it is there and is no number.</returns>
    public bool TryNumber(string field, out decimal? number)
    {
        number = null;
        if (this[field] is not { } text)
        {
            return true;
        }

        const NumberStyles plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        var isNumber = decimal.TryParse(text, plain, CultureInfo.InvariantCulture, out var value);
        number = isNumber ? value : null;
        return isNumber;
    }

    private static OrderRequest Read(JsonElement root)
    {
        var request = new OrderRequest();
        foreach (var property in root.EnumerateObject())
        {
            request.fields[property.Name] = property.Value.ValueKind switch
            {
                JsonValueKind.Null => "",
                JsonValueKind.String => property.Value.GetString()!,
                _ => property.Value.GetRawText(),
            };
        }

        return request;
    }
}
