namespace Pipeline.Host.Options;

/// <summary>
/// Variables that are nearly a setting's: without it one letter too few leaves a limit off, and nobody hears of it. Others may begin alike, since whoever runs programs makes variables of
/// their names, so what is like no setting is passed over.
/// </summary>
internal static class Misspelling
{
    private const int MostDifferences = 2;

    /// <summary>What is not looked at: a secret that is read by itself, or what is another program's.</summary>
    private static readonly string[] Others =
    [
        "PIPELINE_URL", "PIPELINE_TOKEN", "PIPELINE_IMAGE", "PIPELINE_COMPOSE", "PIPELINE_FAILPOINT", "PIPELINE_CHROMIUM", "PIPELINE_RABBITMQ", "PIPELINE_POSTGRES", "PIPELINE_TEST_STORE",
        "PIPELINE_NOTICES_TOKEN", "PIPELINE_AUDIT_KEY", "PIPELINE_ALPACA_KEY_ID", "PIPELINE_ALPACA_SECRET", "PIPELINE_BINANCE_SECRET", "PIPELINE_BROKER_PASSWORD", "PIPELINE_ACCESS_MASTER_KEY",
    ];

    /// <summary>A fault for each, with the name that is meant.</summary>
    public static IEnumerable<string> Of(IEnumerable<string> names, IReadOnlyCollection<string> settings) =>
        from name in names
        where name.StartsWith("PIPELINE_", StringComparison.Ordinal) && !settings.Contains(name) && !Others.Contains(name)
        let meant = settings.Where(setting => Distance(name, setting) <= MostDifferences).MinBy(setting => Distance(name, setting))
        where meant is not null
        select $"{name}: is no setting; {meant} is. Another program's variable needs another name";

    // Levenshtein's: how many letters are put in, left out or changed.
    private static int Distance(string one, string other)
    {
        if (Math.Abs(one.Length - other.Length) > MostDifferences)
        {
            return int.MaxValue;
        }

        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var (diagonal, left) = (row[0], i);
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                left = Math.Min(Math.Min(left, row[j]) + 1, diagonal + (one[i - 1] == other[j - 1] ? 0 : 1));
                (diagonal, row[j]) = (row[j], left);
            }
        }

        return row[^1];
    }
}
