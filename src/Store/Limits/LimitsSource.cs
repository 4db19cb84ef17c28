using System.Security.Cryptography;
using System.Text;
using Pipeline.Trading.Limits;

namespace Pipeline.Store.Limits;

/// <summary>Where limits come from, and what they must say.</summary>
/// <param name="File">The file's name, for whoever is told.</param>
/// <param name="Read">Its bytes as they are now.</param>
/// <param name="Defaults">Global limits where it says nothing.</param>
/// <param name="MustSayAll">The account of which every limit must be set or waived; null where defaults will do.</param>
public sealed record LimitsSource(string File, Func<byte[]> Read, LimitSet Defaults, string? MustSayAll)
{
    /// <summary>Reads the limits as they stand.</summary>
    public LimitsLook Look()
    {
        byte[] bytes;
        try
        {
            bytes = Read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new LimitsLook(null, "", "unreadable", [new LimitFault("$", $"{File} can't be read: {e.Message}")]);
        }

        var (book, faults) = LimitFile.Read(bytes, Defaults);
        var unsaid = book is not null && MustSayAll is { } account ? book.Unsaid(account) : [];
        return new LimitsLook(
            unsaid.Count > 0 ? null : book, Encoding.UTF8.GetString(bytes), Convert.ToHexStringLower(SHA256.HashData(bytes)),
            [.. faults, .. unsaid.Select(name => new LimitFault($"$.global.{name}", """is neither set nor waived; orders of this venue can cost money, so say a value or {"waived": "REASON"}"""))]);
    }
}

/// <summary>What a look at the limits file found.</summary>
/// <param name="Book">The limits; null when they can't be taken.</param>
/// <param name="Document">The file.</param>
/// <param name="Hash">Tells one state of the file from another.</param>
/// <param name="Faults">Why they can't be taken.</param>
public sealed record LimitsLook(LimitBook? Book, string Document, string Hash, IReadOnlyList<LimitFault> Faults);
