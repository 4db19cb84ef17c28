using System.Text.RegularExpressions;

namespace Pipeline.Venues.Versions;

/// <summary>An adapter's name and version, and the hash that its files must have: <c>alpaca/2@SHA-256</c>.</summary>
/// <param name="Venue">The venue, <c>alpaca</c>.</param>
/// <param name="Version">The version, <c>2</c>.</param>
/// <param name="Sha256">Of its folder, in lower-case hex.</param>
public sealed partial record AdapterName(string Venue, string Version, string Sha256)
{
    /// <summary>Name and version, as they are recorded on orders.</summary>
    public string Adapter => $"{Venue}/{Version}";

    /// <summary>Reads a comma separated list.</summary>
    /// <exception cref="FormatException">An entry is none, or one is named twice.</exception>
    public static IReadOnlyList<AdapterName> ListOf(string text)
    {
        var names = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Parse).ToList();
        return names.GroupBy(name => name.Adapter).FirstOrDefault(same => same.Count() > 1) is { } doubled
            ? throw new FormatException($"{doubled.Key} is named twice")
            : names;
    }

    private static AdapterName Parse(string text) => Form().Match(text) is { Success: true, Groups: var groups }
        ? new AdapterName(groups[1].Value, groups[2].Value, groups[3].Value.ToLowerInvariant())
        : throw new FormatException($"'{text}' is no adapter with its hash; write alpaca/2@SHA256, as `pipeline adapters hash FOLDER` prints it");

    [GeneratedRegex("^([a-z][a-z0-9]*)/([0-9]{1,9})@([0-9a-fA-F]{64})$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
