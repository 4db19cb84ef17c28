using System.Globalization;
using System.Text.Json;
using Pipeline.Messages;

namespace Pipeline.Store.Ledger;

/// <summary>An entry of the journal, as it is read to make the ledger of it.</summary>
internal sealed class JournalLine
{
    public long Seq { get; set; }

    public string At { get; set; } = "";

    public string Kind { get; set; } = "";

    public string? ClOrdId { get; set; }

    public int? Pass { get; set; }

    public string Data { get; set; } = "";

    /// <summary>When it was made.</summary>
    /// <exception cref="FormatException">That can't be read.</exception>
    public DateTimeOffset Time => DateTimeOffset.TryParse(At, CultureInfo.InvariantCulture, out var at) ? at : throw new FormatException($"journal {Seq}: its time can't be read");

    /// <summary>The order that it is about.</summary>
    /// <exception cref="FormatException">It is about none.</exception>
    public string OfOrder => ClOrdId ?? throw new FormatException($"journal {Seq}: its {Kind} is of no order");

    /// <summary>What it says.</summary>
    /// <exception cref="FormatException">That can't be read.</exception>
    public T Parse<T>()
    {
        try
        {
            return JsonSerializer.Deserialize<T>(Data, PipelineJson.Options)!;
        }
        catch (JsonException e)
        {
            throw new FormatException($"journal {Seq}: its {Kind} can't be read: {e.Message}", e);
        }
    }
}
