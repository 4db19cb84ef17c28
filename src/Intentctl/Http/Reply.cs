using System.Text.Json;

namespace Pipeline.Intentctl.Http;

/// <summary>What the pipeline answered.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Text">The body as it came.</param>
/// <param name="Body">The same as JSON; undefined where it is none.</param>
/// <param name="RetryAfter">How many seconds it asks to be left alone; null when it does not.</param>
/// <param name="NextPage">Path of a list's next page; null when there is none.</param>
internal sealed record Reply(int Status, string Text, JsonElement Body, int? RetryAfter, string? NextPage)
{
    /// <summary>What the body is, as its sender says.</summary>
    public string? MediaType { get; init; }

    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>What a problem document (RFC 9457) is about, the last part of its type; empty for anything else.</summary>
    public string Problem => Body.Text("type") is { Length: > 0 } type ? type[(type.LastIndexOf('/') + 1)..] : "";
}
