using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Pipeline.Bus.DeadLetters;

/// <summary>The identity of one failure of a message: the same however often it is delivered, or kept.</summary>
internal static class FaultId
{
    /// <param name="place">The stage or queue where it failed.</param>
    /// <param name="messageId">Its identity, where it has one.</param>
    /// <param name="at">When, in whatever words.</param>
    /// <param name="how">How, in whatever words.</param>
    /// <param name="body">The message.</param>
    public static string Of(string place, string? messageId, string? at, string? how, byte[] body)
    {
        var record = JsonSerializer.Serialize(new[] { place, messageId, how, at });
        return Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes(record), .. SHA256.HashData(body)]))[..32];
    }
}
