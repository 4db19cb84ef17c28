using System.Web;
using Npgsql;

namespace Pipeline.Store.Postgres;

/// <summary>
/// The address of a PostgreSQL database: <c>postgres://user@host:port,host:port/database?sslmode=verify-full</c>. Of several hosts the one that takes
/// writes is used, and another one after a fail-over. What stands behind the question mark are the provider's settings.
/// </summary>
/// <param name="ConnectionString">What the provider is told.</param>
/// <param name="Name">The address without a password.</param>
/// <param name="HasSeveralHosts">Whether one of several must be found.</param>
public sealed record PostgresAddress(string ConnectionString, string Name, bool HasSeveralHosts)
{
    private static readonly string[] Schemes = ["postgres://", "postgresql://"];

    /// <summary>
    /// How long a statement waits for a lock, and how long a step that stands still, as of a process that was stopped, may keep others waiting: then the
    /// server ends it. Both in milliseconds. A machine that is gone, in the middle of what it sends too, where that time does not run, is found out within some ten seconds, and a process that is gone while
    /// its statement runs within two. And that a plan is made once for all values, and a table read from one end to the other, for itself or to join it with others, only where no index
    /// does: plans are kept, and one that was made for a table of two pages would do so still when it has a thousand. Left to itself the server plans a statement over arrays anew each time
    /// that they are shorter than the ten rows it expects of any.
    /// </summary>
    private const string ServerSettings =
        "-c lock_timeout=5000 -c idle_in_transaction_session_timeout=10000 -c tcp_user_timeout=10000 -c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3 -c client_connection_check_interval=2000 -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c enable_material=off -c jit=off -c plan_cache_mode=force_generic_plan -c timezone=UTC -c default_transaction_isolation=read\\ committed";

    /// <summary>Whether a text begins as such an address does.</summary>
    public static bool IsOne(string text) => Schemes.Any(scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));

    /// <exception cref="FormatException">It is none.</exception>
    public static PostgresAddress Parse(string text)
    {
        var rest = Schemes.Where(scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)).Select(scheme => text[scheme.Length..]).FirstOrDefault()
            ?? throw new FormatException("is no address of the form postgres://user@host:port/database");
        var (place, query) = Split(rest, '?');
        var (authority, database) = Split(place, '/');
        var at = authority.LastIndexOf('@');
        var (user, password) = at < 0 ? ("", "") : Split(authority[..at], ':');
        var hosts = authority[(at + 1)..];
        if (hosts.Length == 0 || database.Length == 0 || database.Contains('/'))
        {
            throw new FormatException("names no host or no database; write postgres://user@host:port/database");
        }

        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = hosts,
            Database = Uri.UnescapeDataString(database),
            ApplicationName = "pipeline",
            Timeout = 5,
            CommandTimeout = 30,
            // Who has waited for so long hangs up without another word from the server: asked to end a commit that waits for its stand-by, it says that it is done, though it alone has it.
            CancellationTimeout = -1,
            MaxAutoPrepare = 400,
            AutoPrepareMinUsages = 2,
            TcpKeepAlive = true,
            // Asking for Kerberos takes a round trip at each connection, and where its library is not installed, as in the image, two lines of complaint.
            GssEncryptionMode = GssEncryptionMode.Disable,
            // What a step sends in one go should fit.
            WriteBufferSize = 32768,
            // Nothing of a session outlives its transaction, so that there is nothing to put back.
            NoResetOnClose = true,
            Options = ServerSettings,
        };
        if (user.Length > 0)
        {
            builder.Username = Uri.UnescapeDataString(user);
        }

        if (password.Length > 0)
        {
            builder.Password = Uri.UnescapeDataString(password);
        }

        Add(builder, query);
        var name = $"postgres://{(user.Length > 0 ? user + "@" : "")}{hosts}/{database}";
        return new PostgresAddress(builder.ConnectionString, name, hosts.Contains(','));
    }

    private static void Add(NpgsqlConnectionStringBuilder builder, string query)
    {
        var settings = HttpUtility.ParseQueryString(query);
        foreach (var key in settings.AllKeys.OfType<string>())
        {
            try
            {
                // Ours stand, but for what is said otherwise: of two options of one name the server takes the last.
                builder[key] = key.Equals(nameof(builder.Options), StringComparison.OrdinalIgnoreCase) ? $"{ServerSettings} {settings[key]}" : settings[key]!;
            }
            catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
            {
                throw new FormatException($"has a setting '{key}' that the provider does not understand: {e.Message}", e);
            }
        }
    }

    private static (string Before, string After) Split(string text, char separator) =>
        text.IndexOf(separator) is >= 0 and var index ? (text[..index], text[(index + 1)..]) : (text, "");
}
