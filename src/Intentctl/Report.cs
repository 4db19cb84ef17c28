using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pipeline.Intentctl;

/// <summary>How a command ended: what agents read on standard output, whatever happened.</summary>
internal sealed record Report
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.Default };

    public required ExitCode Code { get; init; }

    /// <summary>What to do now, in one or two sentences.</summary>
    public required string Next { get; init; }

    /// <summary>What went wrong, where something did.</summary>
    public string? Message { get; init; }

    /// <summary>Where the pipeline has not said so: whether it may have recorded what was sent.</summary>
    public bool? MayBeRecorded { get; init; }

    /// <summary>What was waited for, where something was.</summary>
    public Waited? Waited { get; init; }

    /// <summary>The orders as they stood at the end of the wait.</summary>
    public IReadOnlyList<JsonElement>? Orders { get; init; }

    /// <summary>What the pipeline said, as it said it.</summary>
    public JsonElement Answer { get; init; }

    /// <summary>The report as JSON. Whatever the pipeline said is repeated to the last digit.</summary>
    public string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Indented))
        {
            Write(json);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("exit_code", (int)Code);
        json.WriteString("outcome", JsonNamingPolicy.SnakeCaseLower.ConvertName(Code.ToString()));
        if (Message is not null)
        {
            json.WriteString("message", Message);
        }

        json.WriteString("next", Next);
        if (MayBeRecorded is { } recorded)
        {
            json.WriteBoolean("may_be_recorded", recorded);
        }

        Waited?.Write(json);
        if (Answer.ValueKind != JsonValueKind.Undefined)
        {
            json.WritePropertyName("answer");
            Answer.WriteTo(json);
        }

        if (Orders is not null)
        {
            json.WriteStartArray("orders");
            foreach (var order in Orders)
            {
                order.WriteTo(json);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}

/// <summary>A wait that was asked for.</summary>
/// <param name="For">What it waited for.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="IsOver">Whether what it waited for has happened; otherwise its bound has passed.</param>
internal sealed record Waited(string For, double Seconds, bool IsOver)
{
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("waited");
        json.WriteString("for", For);
        json.WriteNumber("seconds", Math.Round(Seconds, 1));
        json.WriteBoolean("is_over", IsOver);
        json.WriteEndObject();
    }
}
