using System.Net;
using Microsoft.AspNetCore.Http;
using Pipeline.Access.Sessions;

namespace Pipeline.Access.Http;

/// <summary>
/// Finds out whose browser calls. A page of another site can have a browser send a request or open a websocket, with the cookie if it were
/// not for SameSite: so what names an origin must name the one that it calls, whoever is signed in.
/// </summary>
public sealed class BrowserDoor(Authenticator authenticator, SessionBook sessions, Refusals refusals, RequestRates rates)
{
    /// <summary>Who calls.</summary>
    public Admission Identify(HttpContext context)
    {
        if (!IsSameOrigin(context.Request))
        {
            return new Admission.Refused(Refusal.AnotherSite(), null);
        }

        return SessionOf(context) is { } session
            ? new Admission.Admitted(session.Caller, null)
            : OfNobody(context);
    }

    /// <summary>The session that a request is of; null when it is of none, or the session is over.</summary>
    public Session? SessionOf(HttpContext context) => SessionCookie.Read(context.Request) is { } token ? sessions.OfToken(token) : null;

    /// <summary>Whether an act may be done in a session now: it must still be there, have the scope, and not act too often.</summary>
    /// <param name="sessionId">The session; null where nobody is signed in.</param>
    /// <param name="scope">What the act demands.</param>
    public Admission Admit(string? sessionId, Scope scope)
    {
        var caller = sessionId is null ? null : sessions.Find(sessionId)?.Caller;
        var refusal = caller is null ? Refusal.CredentialsMissing(Caller.Words([scope])) : caller.Lacks(scope) ?? rates.Take(caller);
        if (refusal is null)
        {
            return new Admission.Admitted(caller!, null);
        }

        refusals.Note(refusal, Refusals.Http, caller?.Name, null);
        return new Admission.Refused(refusal, caller);
    }

    /// <summary>Signs somebody in by an operator's token.</summary>
    public (Session? Session, Refusal? Refusal) SignIn(HttpContext context, string token)
    {
        var admission = !IsSameOrigin(context.Request) ? new Admission.Refused(Refusal.AnotherSite(), null)
            : authenticator.OfToken(token, DoorRules.IsNear(context), context.Request.IsHttps || DoorRules.IsLoopback(context));
        var refusal = admission switch
        {
            Admission.Refused refused => refused.Refusal,
            Admission.Admitted { Caller: var caller } => caller.KeyId is not null ? Refusal.ScopeMissing(caller.Name, Caller.Words([Scope.Viewer]), Caller.Words(caller.Scopes)) : rates.Take(caller),
            _ => throw new InvalidOperationException($"Not an admission: {admission}"),
        };
        if (refusal is not null)
        {
            refusals.Note(refusal, Refusals.Http, null, context.Connection.RemoteIpAddress?.ToString());
            return (null, refusal);
        }

        var (secret, session) = sessions.Begin(((Admission.Admitted)admission).Caller);
        SessionCookie.Write(context, secret);
        return (session, null);
    }

    /// <summary>Signs out whoever is signed in; the refusal when another site asks for it.</summary>
    public Refusal? SignOut(HttpContext context)
    {
        if (!IsSameOrigin(context.Request))
        {
            return Refusal.AnotherSite();
        }

        if (SessionOf(context) is { } session)
        {
            sessions.End(session.Id);
        }

        SessionCookie.Clear(context);
        return null;
    }

    private Admission OfNobody(HttpContext context) =>
        authenticator.OfNobody(DoorRules.IsNear(context)) is var admission && admission is Admission.Admitted && !DoorRules.IsOfThisMachine(context.Request)
            ? new Admission.Refused(Refusal.AnotherSite(), null)
            : admission;

    // A proxy may end TLS before us, so that the scheme is its own matter.
    private static bool IsSameOrigin(HttpRequest request) =>
        request.Headers.Origin.All(origin => Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority.Equals(AuthorityOf(request, uri), StringComparison.OrdinalIgnoreCase));

    private static string AuthorityOf(HttpRequest request, Uri origin) =>
        request.Host.Port is { } port && port == (origin.Scheme == Uri.UriSchemeHttps ? 443 : 80) ? request.Host.Host : request.Host.Value ?? "";
}
