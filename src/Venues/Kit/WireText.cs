using System.Text;

namespace Pipeline.Venues.Kit;

/// <summary>Makes of what went over the wire what may be kept: without keys and signatures, and not too long. Headers are not kept at all, since keys are in them.</summary>
internal static class WireText
{
    private const int Longest = 4096;

    // More than is kept, so that nothing that must go is cut in two where it could not be recognised.
    private const int MostRead = 4 * Longest;

    public static string Of(ReadOnlySpan<byte> body, IVenueManners manners) =>
        Of(Encoding.UTF8.GetString(body[..Math.Min(body.Length, MostRead)]), body.Length, manners);

    public static string Of(string text, IVenueManners manners) => Of(text, text.Length, manners);

    private static string Of(string text, int length, IVenueManners manners)
    {
        var clean = manners.Redact(text);
        return clean.Length <= Longest && length <= MostRead ? clean : $"{clean[..Math.Min(clean.Length, Longest)]}… ({length} long)";
    }
}
