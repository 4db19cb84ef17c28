using Microsoft.AspNetCore.Components.Authorization;
using Pipeline.Access;
using Pipeline.Access.Sessions;
using Pipeline.WebConsole.Door;

namespace Pipeline.WebConsole.Acts;

/// <summary>Whoever looks at the page. Who it is was found out at the door; whether it still is, is asked anew each time.</summary>
public sealed class Visitor(AuthenticationStateProvider state, SessionBook sessions, AccessPolicy policy)
{
    /// <summary>The session; null where nobody is signed in.</summary>
    public string? SessionId { get; private set; }

    /// <summary>Whether nobody needs to show anything here.</summary>
    public bool IsOpenHouse => !policy.NeedsCredentials;

    /// <summary>Who it is; null when the session is over.</summary>
    public Caller? Caller => SessionId is { } id ? sessions.Find(id)?.Caller : IsOpenHouse ? Caller.Anonymous : null;

    /// <summary>Whether somebody with a name looks, who can act by the role.</summary>
    public bool IsSignedIn => SessionId is not null && Caller is not null;

    public bool May(Scope scope) => Caller?.Has(scope) == true;

    /// <summary>The name of the highest role; null where nobody is signed in.</summary>
    public string? Role => !IsSignedIn ? null : May(Scope.Approver) ? "approver" : May(Scope.Operator) ? "operator" : "viewer";

    /// <summary>Remembers whose page this is. Once a page.</summary>
    public async Task ArriveAsync() => SessionId ??= (await state.GetAuthenticationStateAsync().ConfigureAwait(false)).User.FindFirst(ConsoleGate.SessionClaim)?.Value;
}
