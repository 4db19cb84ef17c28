using Microsoft.AspNetCore.Http;

namespace Pipeline.Access.Http;

/// <summary>A refusal as a problem document (RFC 9457), with its code as the end of the type and once more by itself.</summary>
public static class RefusalProblem
{
    internal const string Types = "https://pipeline.invalid/problems/";

    public static IResult Of(HttpContext context, Refusal refusal)
    {
        if (refusal.Status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        if (refusal.RetryAfterSeconds is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        var more = new Dictionary<string, object?> { ["code"] = refusal.Code };
        if (refusal.Lacks is { } scope)
        {
            more["lacks"] = scope;
        }

        return Results.Problem(title: refusal.Title, detail: refusal.Detail, type: Types + refusal.Code, statusCode: refusal.Status, extensions: more);
    }
}
