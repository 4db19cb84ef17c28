using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Intentctl;

/// <summary>
/// Who asks: nobody in particular, a strategy by its token, or a strategy by the signature of its key. They come from the environment, since
/// a command line can be read by others.
/// </summary>
internal sealed class Credentials
{
    public const string TokenVariable = "PIPELINE_INTENT_TOKEN";
    public const string KeyIdVariable = "PIPELINE_INTENT_KEY_ID";
    public const string SecretVariable = "PIPELINE_INTENT_SECRET";
    public const string KeyFileVariable = "PIPELINE_INTENT_KEY_FILE";

    private readonly string? token;
    private readonly string? keyId;
    private readonly SigningKey? key;

    private Credentials(string? token) => this.token = token;

    private Credentials(string keyId, SigningKey key) => (this.keyId, this.key) = (keyId, key);

    /// <summary>Whether requests are signed.</summary>
    public bool Signs => keyId is not null;

    /// <summary>Whether there are any.</summary>
    public static bool AreSet(Func<string, string?> variable) => new[] { TokenVariable, KeyIdVariable, SecretVariable, KeyFileVariable }.Any(name => variable(name) is { Length: > 0 });

    /// <summary>Reads them.</summary>
    /// <param name="variable">The environment.</param>
    /// <param name="url">Where they are to be used.</param>
    /// <exception cref="IntentctlException">They can't be right, or are not taken there.</exception>
    public static Credentials Read(Func<string, string?> variable, Uri url)
    {
        var (token, keyId, secret, file) = (Said(variable, TokenVariable), Said(variable, KeyIdVariable), Said(variable, SecretVariable), Path(variable));
        if (secret is not null && file is not null)
        {
            throw Wrong($"Both {SecretVariable} and {KeyFileVariable} are set: unset one of them");
        }

        if (keyId is null != (secret ?? file) is null)
        {
            throw Wrong($"{KeyIdVariable} and {SecretVariable} belong together, or {KeyFileVariable} in its place: set both, or none");
        }

        return (token, keyId) switch
        {
            (not null, not null) => throw Wrong($"Both {TokenVariable} and {KeyIdVariable} are set: say with which the pipeline is asked, and unset the other"),
            (null, not null) => new Credentials(keyId, secret is not null ? KeyOf(SecretVariable, secret) : KeyOf(file!, ReadFile(file!))),
            (not null, null) when !url.IsLoopback => throw Wrong($"{url} is on another machine, where no token is taken: set {KeyIdVariable} and {SecretVariable}, so that requests are signed"),
            (null, null) when !url.IsLoopback => throw Wrong($"{url} is on another machine, and takes nothing without credentials: set {KeyIdVariable} and {SecretVariable}"),
            _ => new Credentials(token),
        };
    }

    /// <summary>Adds them to a request.</summary>
    /// <param name="request">The request, its address in full.</param>
    /// <param name="body">Its bytes.</param>
    /// <param name="idempotencyKey">What the caller names it by; null has it named by its bytes.</param>
    /// <param name="now">By the machine's clock.</param>
    public void AddTo(HttpRequestMessage request, byte[] body, string? idempotencyKey, DateTimeOffset now)
    {
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (keyId is not null)
        {
            Sign(request, body, idempotencyKey, now.ToUnixTimeSeconds());
        }
    }

    // Standard Webhooks: the intent's bytes alone; of any other request its line goes before them. An id of the bytes is the same on every
    // retry, and another one as soon as anything in them is.
    private void Sign(HttpRequestMessage request, byte[] body, string? idempotencyKey, long timestamp)
    {
        var target = request.RequestUri!.PathAndQuery;
        byte[] payload = request.Method == HttpMethod.Post && request.RequestUri.AbsolutePath.EndsWith("/v1/intents", StringComparison.Ordinal)
            ? body
            : [.. Encoding.UTF8.GetBytes($"{request.Method} {target}\n"), .. body];
        var id = idempotencyKey ?? $"sha256-{Convert.ToHexStringLower(SHA256.HashData(payload))}";
        byte[] content = [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")), .. payload];
        request.Headers.Add("webhook-key-id", keyId);
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", key!.Sign(content));
    }

    // A secret that resolves to nothing leaves its variable set and empty.
    private static string? Said(Func<string, string?> variable, string name) => variable(name) switch
    {
        null => null,
        var said when said.Trim().Length == 0 => throw Wrong($"{name} is set, and empty: the secret behind it has resolved to nothing"),
        var said when said.Any(character => character is <= ' ' or > '~') => throw Wrong($"{name} has a character in it that none has, a line break perhaps"),
        var said => said,
    };

    private static string? Path(Func<string, string?> variable) => variable(KeyFileVariable) switch
    {
        null => null,
        { Length: 0 } => throw Wrong($"{KeyFileVariable} is set, and empty"),
        var path => path,
    };

    // Who can read it can sign as this strategy, so it is its owner's alone.
    private static string ReadFile(string path)
    {
        try
        {
            return OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) == 0
                ? File.ReadAllText(path)
                : throw Wrong($"{KeyFileVariable}: others can read {path}, or it can be run: chmod 600 {path}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Wrong($"{KeyFileVariable}: {e.Message}");
        }
    }

    private static SigningKey KeyOf(string source, string text)
    {
        try
        {
            return SigningKey.Of(text);
        }
        catch (FormatException e)
        {
            throw Wrong($"{source} {e.Message}");
        }
    }

    private static IntentctlException Wrong(string message) => new(ExitCode.Invalid, message, "Nothing was sent. A person must set up the credentials; trying again can't help.");
}
