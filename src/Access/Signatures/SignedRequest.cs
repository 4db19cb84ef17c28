namespace Pipeline.Access.Signatures;

/// <summary>What a signature vouches for besides the bytes.</summary>
/// <param name="WebhookId">Names the request, the same on every retry.</param>
/// <param name="BodyHash">SHA-256 of the body, in hex.</param>
/// <param name="Age">How long ago it was signed, by the machine's clock; never below zero.</param>
public sealed record SignedRequest(string WebhookId, string BodyHash, TimeSpan Age);
