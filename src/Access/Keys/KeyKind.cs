namespace Pipeline.Access.Keys;

/// <summary>How a strategy proves that it is the one.</summary>
public enum KeyKind
{
    /// <summary>HMAC-SHA256 over the request, by a shared secret (<c>v1</c> of Standard Webhooks).</summary>
    Hmac,

    /// <summary>An Ed25519 signature over the request; only the public key is here (<c>v1a</c>).</summary>
    Ed25519,

    /// <summary>A token that is shown with every request, over the loopback alone.</summary>
    Bearer,
}
