using Microsoft.AspNetCore.Http;

namespace Pipeline.Access.Http;

/// <summary>A refusal as a person at a browser is told: whoever is not known is led to where one signs in.</summary>
internal static class ConsoleRefusal
{
    private const string SignIn = "/console/sign-in";

    public static IResult Of(HttpContext context, Refusal refusal) =>
        refusal.Code == "credentials-missing" && HttpMethods.IsGet(context.Request.Method) && !context.WebSockets.IsWebSocketRequest && !context.Request.Path.StartsWithSegments("/console/_blazor")
            ? Results.Redirect($"{SignIn}?then={Uri.EscapeDataString(context.Request.Path + context.Request.QueryString)}")
            : RefusalProblem.Of(context, refusal);
}
