using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pipeline.Access.Signatures;
using Pipeline.Workers.Tests.Bus;

namespace Pipeline.Workers.Tests.Access;

/// <summary>A pipeline where everybody must say who they are, with operators of every role; and the key of a strategy in it.</summary>
internal sealed class Strategy
{
    public const string Approver = "the token of an approver";
    public const string Operator = "the token of an operator";
    public const string Viewer = "the token of a viewer";

    private Strategy(string keyId, string secret) => (KeyId, Secret) = (keyId, secret);

    public string KeyId { get; }

    public string Secret { get; }

    /// <summary>Settings of a pipeline that needs credentials and can make keys.</summary>
    public static (string Flag, string Value)[] Settings(TempFolder folder)
    {
        var file = folder.File("master-key");
        WriteFor(UnixFileMode.UserRead, file, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        return
        [
            ("--access-credentials", "required"), ("--access-master-key-file", file), ("--data", folder.File("data")),
            ("--operator-tokens", $"ann:approver={Hash(Approver)};olga:operator={Hash(Operator)};vic:viewer={Hash(Viewer)}"),
        ];
    }

    /// <summary>Writes a file that only some can read, where the system knows of such.</summary>
    public static void WriteFor(UnixFileMode mode, string file, string text)
    {
        File.WriteAllText(file, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, mode);
        }
    }

    public static async Task<Strategy> CreateAsync(RunningPipeline pipeline, string strategyId, string kind = "hmac", string[]? scopes = null)
    {
        var shown = await ActAsync(pipeline, "/v1/keys", new { why = "of a test", strategy_id = strategyId, kind, scopes = scopes ?? ["submit", "cancel", "read"] });
        return new Strategy(shown.GetProperty("key_id").GetString()!, shown.GetProperty("secret").GetString()!);
    }

    /// <summary>Makes known whose public key it is, and returns the key's id.</summary>
    public static async Task<string> OfPublicKeyAsync(RunningPipeline pipeline, string strategyId, string publicKey)
    {
        using var answer = await AskAsync(pipeline, HttpMethod.Post, "/v1/keys", Approver, new { why = "of a test", strategy_id = strategyId, kind = "ed25519", scopes = new[] { "submit", "read" }, public_key = publicKey });
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonSerializer.Deserialize<JsonElement>(text).GetProperty("shown").GetProperty("key_id").GetString()! : throw new InvalidOperationException(text);
    }

    /// <summary>The same key with its new secret.</summary>
    public async Task<Strategy> RotateAsync(RunningPipeline pipeline) =>
        new(KeyId, (await ActAsync(pipeline, $"/v1/keys/{KeyId}/rotate", new { why = "of a test" })).GetProperty("secret").GetString()!);

    public static async Task<HttpResponseMessage> AskAsync(RunningPipeline pipeline, HttpMethod method, string path, string? token, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(JsonSerializer.Serialize(body)) };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return await pipeline.Http.SendAsync(request);
    }

    /// <summary>A request that is signed as it should be; the caller may spoil it.</summary>
    public HttpRequestMessage Signed(HttpMethod method, string path, string id, string body = "", DateTimeOffset? at = null, string? signedBody = null)
    {
        var time = (at ?? TimeProvider.System.GetUtcNow()).ToUnixTimeSeconds();
        var payload = (path == "/v1/intents" ? "" : $"{method} {path}\n") + (signedBody ?? body);
        var request = new HttpRequestMessage(method, path) { Content = body.Length == 0 ? null : new StringContent(body) };
        request.Headers.Add(SignedHead.KeyIdHeader, KeyId);
        request.Headers.Add(SignedHead.IdHeader, id);
        request.Headers.Add(SignedHead.TimestampHeader, $"{time}");
        request.Headers.Add(SignedHead.SignatureHeader, WebhookSignature.SignHmac(WebhookKeys.Secret(Secret), WebhookSignature.Content(id, time, Encoding.UTF8.GetBytes(payload))));
        return request;
    }

    public HttpRequestMessage Intent(string id, string body, DateTimeOffset? at = null) => Signed(HttpMethod.Post, "/v1/intents", id, body, at);

    private static async Task<JsonElement> ActAsync(RunningPipeline pipeline, string path, object body)
    {
        using var answer = await AskAsync(pipeline, HttpMethod.Post, path, Approver, body);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonSerializer.Deserialize<JsonElement>(text).GetProperty("shown") : throw new InvalidOperationException(text);
    }
}
