using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Pipeline.Access.Http;
using Pipeline.Intake.Http;

namespace Pipeline.Intake.Mcp;

/// <summary>
/// Looks at a request of an MCP client before the library does: whether a key stands in it twice, which a library would pass over, and whether
/// a page in a browser sent it. It stands behind the door, which has read the body and asked for credentials.
/// </summary>
internal sealed class McpGate(RequestDelegate next)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    public async Task InvokeAsync(HttpContext context)
    {
        if (await RefusalOf(context).ConfigureAwait(false) is { } refusal)
        {
            await refusal.ExecuteAsync(context).ConfigureAwait(false);
            return;
        }

        await next(context).ConfigureAwait(false);
    }

    private static async Task<IResult?> RefusalOf(HttpContext context)
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
        var body = context.Request.Body;
        if (!IsUtf8(body))
        {
            return Problems.BadMcp(StatusCodes.Status400BadRequest, "This is not UTF-8", "$: NOT_UTF8: The bytes are no UTF-8.");
        }

        try
        {
            using var document = await JsonDocument.ParseAsync(body, Strict, context.RequestAborted).ConfigureAwait(false);
            body.Position = 0;
            return null;
        }
        catch (JsonException e)
        {
            return Problems.BadMcp(StatusCodes.Status400BadRequest, "This is not JSON that can be taken", e.Message);
        }
        catch (InvalidOperationException e)
        {
            // How the library says that a name is half a surrogate pair.
            return Problems.BadMcp(StatusCodes.Status400BadRequest, "This is not JSON that can be taken", e.Message);
        }
    }

    // The library puts a replacement character where bytes are none, and nobody would see that they were.
    private static bool IsUtf8(Stream body)
    {
        var bytes = new byte[body.Length];
        body.ReadExactly(bytes);
        body.Position = 0;
        return Utf8.IsValid(bytes);
    }
}
