using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Access.Sessions;

/// <summary>
/// Who is signed in to the console. Sessions live in the process: a restart, which is also what takes an operator out of the configuration,
/// ends all of them. A browser holds a random token, and here stands only its SHA-256.
/// </summary>
/// <param name="lifetime">How long a session lasts.</param>
/// <param name="clock">The machine's clock.</param>
public sealed class SessionBook(TimeSpan lifetime, WallClock clock)
{
    /// <summary>Most sessions at a time; one more ends the one that ends first.</summary>
    public const int Most = 1_000;

    private readonly ConcurrentDictionary<string, Session> sessions = new(StringComparer.Ordinal);

    /// <summary>Signs somebody in.</summary>
    /// <returns>The token for the browser, shown this once.</returns>
    public (string Token, Session Session) Begin(Caller caller)
    {
        var token = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).Replace('+', '-').Replace('/', '_').TrimEnd('=');
        var session = new Session(IdOf(token), caller, clock.Now + lifetime);
        sessions[session.Id] = session;
        Prune();
        return (token, session);
    }

    /// <summary>The session that a browser's token belongs to; null when there is none, or it is over.</summary>
    public Session? OfToken(string token) => Find(IdOf(token));

    /// <summary>The session of an id; null when there is none, or it is over.</summary>
    public Session? Find(string id) => sessions.TryGetValue(id, out var session) && session.EndsAt > clock.Now ? session : null;

    /// <summary>Signs out.</summary>
    public void End(string id) => sessions.TryRemove(id, out _);

    private void Prune()
    {
        var over = sessions.Values.Where(session => session.EndsAt <= clock.Now).ToList();
        over.AddRange(sessions.Values.Except(over).OrderBy(session => session.EndsAt).Take(Math.Max(0, sessions.Count - over.Count - Most)));
        over.ForEach(session => End(session.Id));
    }

    private static string IdOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}

/// <summary>Somebody is signed in.</summary>
/// <param name="Id">Its name inside the process; no browser is let in by it.</param>
/// <param name="Caller">Who.</param>
/// <param name="EndsAt">Until when, by the machine's clock.</param>
public sealed record Session(string Id, Caller Caller, DateTimeOffset EndsAt);
