using Microsoft.AspNetCore.Http;
using Pipeline.Access.Signatures;

namespace Pipeline.Access.Http;

public static class CallerExtensions
{
    /// <summary>Who calls, as the door has found out.</summary>
    /// <exception cref="InvalidOperationException">The endpoint demands no scope, so nobody was asked who calls.</exception>
    public static Caller Caller(this HttpContext context) => Admitted(context).Caller;

    /// <summary>What the caller's signature vouches for; null where it has none.</summary>
    /// <exception cref="InvalidOperationException">The endpoint demands no scope.</exception>
    public static SignedRequest? Signature(this HttpContext context) => Admitted(context).Signature;

    private static Admission.Admitted Admitted(HttpContext context) => context.Features.Get<Admission.Admitted>()
        ?? throw new InvalidOperationException($"{context.Request.Path} does not demand a scope: nobody has asked who calls");
}
