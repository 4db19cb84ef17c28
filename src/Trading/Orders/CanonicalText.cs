using System.Text;

namespace Pipeline.Trading.Orders;

/// <summary>
/// Fields as one text that is hashed. Every field carries its length, so that no characters can be moved from one field to its
/// neighbour to make two lists look alike; a missing field differs from every field there is.
/// </summary>
public static class CanonicalText
{
    /// <param name="kind">What is hashed, with the version of its form.</param>
    /// <param name="fields">The fields; null for a missing one.</param>
    public static string Of(string kind, params ReadOnlySpan<string?> fields)
    {
        var text = new StringBuilder(kind);
        foreach (var field in fields)
        {
            text.Append('|');
            if (field is not null)
            {
                text.Append(Encoding.UTF8.GetByteCount(field)).Append(':').Append(field);
            }
        }

        return text.ToString();
    }
}
