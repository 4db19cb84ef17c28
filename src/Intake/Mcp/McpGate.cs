using System.Text.Json;
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

        if (!HttpMethods.IsPost(context.Request.Method))
        {
            return null;
        }

        // The door has read it, up to its cap.
        var body = context.Request.Body;
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
    }
}
