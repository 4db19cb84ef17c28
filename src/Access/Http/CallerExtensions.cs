using Microsoft.AspNetCore.Http;

namespace Pipeline.Access.Http;

public static class CallerExtensions
{
    /// <summary>Who calls, as the door has found out.</summary>
    /// <exception cref="InvalidOperationException">The endpoint demands no scope, so nobody was asked who calls.</exception>
    public static Caller Caller(this HttpContext context) => context.Features.Get<Caller>()
        ?? throw new InvalidOperationException($"{context.Request.Path} does not demand a scope: nobody has asked who calls");
}
