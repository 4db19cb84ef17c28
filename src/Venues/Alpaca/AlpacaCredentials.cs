using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Alpaca;

/// <summary>The API key. Its secret goes into requests to the venue and nowhere else.</summary>
public sealed class AlpacaCredentials
{
    /// <summary>The environment variable that may hold the secret.</summary>
    public const string Variable = "PIPELINE_ALPACA_SECRET";

    /// <exception cref="ArgumentException">One of them is empty or can't be sent in a header.</exception>
    public AlpacaCredentials(string keyId, string secret)
    {
        KeyId = IsToken(keyId) ? keyId : throw new ArgumentException("The key id is empty or nothing a header carries", nameof(keyId));
        Secret = IsToken(secret) ? secret : throw new ArgumentException("The secret is empty or nothing a header carries", nameof(secret));
        Hidden = new Hidden([secret], keyId);
    }

    /// <summary>The key's public half.</summary>
    public string KeyId { get; }

    internal string Secret { get; }

    /// <summary>Takes key and secret out of what is kept.</summary>
    internal Hidden Hidden { get; }

    /// <summary>Never shows the secret.</summary>
    public override string ToString() => $"key {KeyId}";

    private static bool IsToken(string text) => text.Length > 0 && text.All(character => character is > ' ' and <= '~');
}
