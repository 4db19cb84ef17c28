namespace Pipeline.Metering;

/// <summary>What tells the series of a metric apart.</summary>
/// <param name="Name">The label's name.</param>
/// <param name="Values">Every value that it can have, each of which is there from the start; empty where only the running process knows them.</param>
/// <param name="Meaning">Where the values are not listed: what they are.</param>
public sealed record Label(string Name, IReadOnlyList<string> Values, string Meaning = "")
{
    /// <summary>What is counted under this is none of the values. A metric never fails who counts.</summary>
    public const string Other = "other";

    /// <summary>A label with a closed set of values.</summary>
    public static Label Of(string name, IEnumerable<string> values) => new(name, [.. values.Distinct().Order(StringComparer.Ordinal)]);

    /// <summary>A closed set, and <see cref="Other"/> for what an outside party may say that nobody has heard of.</summary>
    public static Label OrOther(string name, IEnumerable<string> values) => Of(name, values.Append(Other));

    /// <summary>A label whose few values only the running process knows: a venue, an account.</summary>
    public static Label Open(string name, string meaning) => new(name, [], meaning);

    /// <summary>The value, or <see cref="Other"/> when it is none of the set.</summary>
    public string ValueOf(string value) => Values.Count == 0 || Values.Contains(value, StringComparer.Ordinal) ? value : Other;
}
