using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Benchmarks;

/// <summary>What one benchmark took.</summary>
/// <param name="Name">Which.</param>
/// <param name="MeanNs">Mean time of a call, nanoseconds.</param>
/// <param name="ErrorNs">Half of the mean's 99.9 % confidence interval, nanoseconds.</param>
/// <param name="Bytes">What a call allocates.</param>
internal sealed record Measurement(
    [property: JsonPropertyName("name")] string Name, [property: JsonPropertyName("mean_ns")] double MeanNs, [property: JsonPropertyName("error_ns")] double ErrorNs,
    [property: JsonPropertyName("bytes")] long Bytes)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    /// <summary>Reads what an earlier run has printed with <c>--json</c>.</summary>
    /// <exception cref="JsonException">It is no such list.</exception>
    public static IReadOnlyList<Measurement> Read(string json) =>
        JsonSerializer.Deserialize<IReadOnlyList<Measurement>>(json) ?? throw new JsonException("an array of measurements was expected");

    public static string Write(IReadOnlyList<Measurement> measurements) => JsonSerializer.Serialize(measurements, Readable);
}
