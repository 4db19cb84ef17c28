using System.Net;

namespace Pipeline.Access;

/// <summary>Whether this process lets in whoever shows nothing.</summary>
/// <param name="NeedsCredentials">Whether a request or an intent over AMQP must say who it is of.</param>
/// <param name="Why">For the start's banner and readiness.</param>
public sealed record AccessPolicy(bool NeedsCredentials, string Why)
{
    /// <summary>Only where nobody from outside can knock and no money is at stake are credentials not needed.</summary>
    public static AccessPolicy Of(AccessOptions options, IPAddress listen, string venue) =>
        options.Credentials == "required" ? new(true, "required by --access-credentials")
        : venue != "paper" ? new(true, $"required, as the venue is {venue}")
        : !IPAddress.IsLoopback(listen) ? new(true, $"required, as {listen} is reachable from outside")
        : new(false, "NONE NEEDED: loopback and paper venue");
}
