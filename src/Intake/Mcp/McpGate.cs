using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Pipeline.Access.Http;
using Pipeline.Intake.Http;
using Pipeline.Trading.Intents;

namespace Pipeline.Intake.Mcp;

/// <summary>
/// Looks at a request of an MCP client before the library does: whether it means one thing only, which a library does not ask, whether there
/// is such a tool, and whether a page in a browser sent it. It stands behind the door, which has read the body and asked for credentials.
/// </summary>
internal sealed class McpGate(RequestDelegate next)
{
    /// <summary>An intent's nesting and what MCP puts around it.</summary>
    private const int MaxDepth = 32;

    private const int ParseError = -32700;
    private const int InvalidRequest = -32600;
    private const int InvalidParams = -32602;

    public async Task InvokeAsync(HttpContext context)
    {
        if (RefusalOf(context) is { } refusal)
        {
            await refusal.ExecuteAsync(context).ConfigureAwait(false);
            return;
        }

        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (JsonException e) when (!context.Response.HasStarted)
        {
            // How the library says that params of its own have another form than it reads.
            await Rpc(null, InvalidParams, $"$.params{e.Path?.TrimStart('$')}: is not what this method takes", null).ExecuteAsync(context).ConfigureAwait(false);
        }
    }

    private static IResult? RefusalOf(HttpContext context)
    {
        if (context.Request.Headers.Origin.ToString() is { Length: > 0 } origin && !LocalNames.IsOrigin(origin))
        {
            return Problems.BadMcp(StatusCodes.Status403Forbidden, "A page of another site can't call tools", $"Origin {origin[..Math.Min(origin.Length, 100)]} is not this machine.");
        }

        // What no endpoint takes, another path or content type, is not asked who it is, and not read either: the framework refuses it.
        if (!HttpMethods.IsPost(context.Request.Method) || context.GetEndpoint()?.Metadata.GetMetadata<Demand>() is null)
        {
            return null;
        }

        // The door has read it, up to its cap.
        var body = new byte[context.Request.Body.Length];
        context.Request.Body.ReadExactly(body);
        context.Request.Body.Position = 0;
        var faults = StrictJson.Faults(body, MaxDepth);
        return faults.Count > 0 ? Refused(body, faults) : WrongCall(body);
    }

    private static IResult Refused(byte[] body, IReadOnlyList<IntentFault> faults)
    {
        var code = faults[0].Code is IntentFaultCodes.MalformedJson or IntentFaultCodes.NotUtf8 or IntentFaultCodes.ByteOrderMark ? ParseError
            : faults.All(fault => fault.Path.StartsWith("$.params", StringComparison.Ordinal)) ? InvalidParams
            : InvalidRequest;
        var message = string.Join("; ", faults.Take(5).Select(fault => $"{fault.Path}: {fault.Code}: {fault.Message}"));
        return Rpc(code == InvalidParams ? IdIn(body) : null, code, message, faults);
    }

    /// <summary>Why a call of a tool can't be understood: the library would say that it is its own fault, or write it to the log as an error.</summary>
    private static IResult? WrongCall(byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        var request = document.RootElement;
        if (request.ValueKind != JsonValueKind.Object || !request.TryGetProperty("method", out var method) || method.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        var hasParams = request.TryGetProperty("params", out var said);
        if (method.GetString() != "tools/call")
        {
            return hasParams && said.ValueKind != JsonValueKind.Object ? Rpc(IdIn(body), InvalidParams, "$.params: must be an object", null) : null;
        }

        var fault = said.ValueKind != JsonValueKind.Object ? ("$.params", "must be an object with name and arguments")
            : !said.TryGetProperty("name", out var name) || name.ValueKind != JsonValueKind.String ? ("$.params.name", "must be the name of a tool")
            : McpTools.All.All(known => known.Tool.Name != name.GetString()) ? ("$.params.name", $"there is no tool {JsonSerializer.Serialize(name.GetString())}; there are {string.Join(", ", McpTools.All.Select(known => known.Tool.Name))}")
            : said.TryGetProperty("arguments", out var arguments) && arguments.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null) ? ("$.params.arguments", "must be an object")
            : default((string Path, string Message)?);
        return fault is { } one ? Rpc(IdIn(body), InvalidParams, $"{one.Path}: {one.Message}", null) : null;
    }

    // A document with half a character somewhere can still say whose answer this is.
    private static JsonElement? IdIn(byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("id", out var id)
            && id.ValueKind is JsonValueKind.Number or JsonValueKind.String ? id.Clone() : null;
    }

    // With an id it is the answer to a request, as its client looks for it; without one nobody could tell to which.
    private static IResult Rpc(JsonElement? id, int code, string message, IReadOnlyList<IntentFault>? faults) => Results.Json(
        new
        {
            jsonrpc = "2.0",
            id,
            error = new { code, message, data = faults is null ? null : new { errors = faults.Select(fault => new { path = fault.Path, code = fault.Code, message = fault.Message }) } },
        },
        statusCode: id is null ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);
}
