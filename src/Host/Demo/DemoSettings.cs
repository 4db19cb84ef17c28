using Pipeline.Host.Options;

namespace Pipeline.Host.Demo;

/// <summary>
/// The settings the demo runs with. Nothing is taken from the environment, so that it is the same on every machine, at any
/// hour: a rehearsal clock inside a session of the New York Stock Exchange, over quotes of that morning.
/// </summary>
internal static class DemoSettings
{
    /// <summary>Names the demo's orders in a data folder that holds others as well.</summary>
    public const string Strategy = "demo";

    private const string Start = "2026-03-02T09:30:00-05:00";
    private const string Speed = "20";

    // Quotes may be five minutes old: limits of the clock are short in real time at this speed.
    private static string Limits(string data)
    {
        Directory.CreateDirectory(data);
        var file = Path.Combine(data, "demo-limits.json");
        File.WriteAllText(file, """{"global": {"max_quote_age_s": 300}}""");
        return file;
    }

    public static OptionSet Read(string data) => OptionSet.Read(
        new Dictionary<string, string>
        {
            ["--data"] = data,
            ["--http"] = "127.0.0.1:0",
            ["--clock"] = Start,
            ["--speed"] = Speed,
            ["--paper-quotes"] = string.Join(';', DemoFiles.Quotes),
            ["--intake-default-strategy"] = Strategy,

            // Limits of the clock are short in real time at this speed; a busy machine must not run into them.
            ["--intake-default-validity"] = "2h",
            ["--limits"] = Limits(data),
            ["--validation-max-account-age"] = "30m",
            ["--submission-send-deadline"] = "1m",
            ["--submission-call-timeout"] = "2m",
        },
        variables: _ => null,
        configFile: null);
}
