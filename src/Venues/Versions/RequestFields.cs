using System.Text;
using System.Text.Json;

namespace Pipeline.Venues.Versions;

/// <summary>Compares two requests field by field, whether they say it in the address, as a form or as JSON. Pure.</summary>
internal static class RequestFields
{
    // Of the moment, and what is made of it.
    private static readonly HashSet<string> OfTheMoment = ["timestamp", "signature", "recvWindow"];

    public static IEnumerable<AdapterDifference> Compare(string call, Uri works, byte[] worksBody, Uri shadow, byte[] shadowBody)
    {
        var (ours, theirs) = (FieldsOf(works, worksBody), FieldsOf(shadow, shadowBody));
        return ours.Keys.Union(theirs.Keys).Except(OfTheMoment).Order(StringComparer.Ordinal)
            .Where(name => ours.GetValueOrDefault(name) != theirs.GetValueOrDefault(name))
            .Select(name => new AdapterDifference(call, $"request {name}", null, ours.GetValueOrDefault(name) ?? "nothing", theirs.GetValueOrDefault(name) ?? "nothing"));
    }

    private static Dictionary<string, string> FieldsOf(Uri address, byte[] body)
    {
        var text = Encoding.UTF8.GetString(body);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        AddForm(fields, address.Query.TrimStart('?'));
        if (text.StartsWith('{'))
        {
            using var document = JsonDocument.Parse(text);
            foreach (var field in document.RootElement.EnumerateObject())
            {
                fields[field.Name] = field.Value.ToString();
            }
        }
        else
        {
            AddForm(fields, text);
        }

        return fields;
    }

    private static void AddForm(Dictionary<string, string> fields, string form)
    {
        foreach (var pair in form.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            fields[at < 0 ? pair : pair[..at]] = at < 0 ? "" : Uri.UnescapeDataString(pair[(at + 1)..]);
        }
    }
}
