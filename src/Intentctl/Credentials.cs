using System.Net.Http.Headers;
using Pipeline.Intentctl.Http;

namespace Pipeline.Intentctl;

/// <summary>Who asks: nobody in particular, or a strategy by its token. They come from the environment, since a command line can be read by others.</summary>
internal sealed class Credentials
{
    public const string TokenVariable = "PIPELINE_INTENT_TOKEN";

    private readonly string? token;

    private Credentials(string? token) => this.token = token;

    /// <summary>Reads them.</summary>
    /// <param name="variable">The environment.</param>
    /// <param name="url">Where they are to be used.</param>
    /// <exception cref="IntentctlException">They can't be right, or must not be sent there.</exception>
    public static Credentials Read(Func<string, string?> variable, Uri url)
    {
        var token = variable(TokenVariable);

        // A secret that resolves to nothing leaves the variable set and empty.
        if (token is not null && token.Trim().Length == 0)
        {
            throw Wrong($"{TokenVariable} is set, and empty: the secret behind it has resolved to nothing");
        }

        if (token is not null && token.Any(character => character is <= ' ' or > '~'))
        {
            throw Wrong($"{TokenVariable} has a character in it that no token has, a line break perhaps");
        }

        if (!url.IsLoopback && token is null)
        {
            throw Wrong($"{url} is on another machine, and takes nothing without credentials: set {TokenVariable}");
        }

        return token is null || url.IsLoopback || url.Scheme == "https"
            ? new Credentials(token)
            : throw Wrong($"The token would be readable on its way to {url}: use https");
    }

    /// <summary>Adds them to a request.</summary>
    public void Sign(HttpRequestMessage request, byte[] body)
    {
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    private static IntentctlException Wrong(string message) => new(ExitCode.Invalid, message, "Nothing was sent. A person must set up the credentials; trying again can't help.");
}
