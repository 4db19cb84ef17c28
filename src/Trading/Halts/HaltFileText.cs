namespace Pipeline.Trading.Halts;

/// <summary>
/// The text of the halt file. A line is a scope, after which <c># why</c> may follow; empty lines and lines that begin with <c>#</c> say
/// nothing. A file that names no scope halts all, and so does one that is not understood: whoever made it wanted something stopped.
/// </summary>
public static class HaltFileText
{
    /// <summary>Most characters of a file; a longer one is not understood.</summary>
    public const int Longest = 65_536;

    private const int LongestWhy = 500;

    /// <summary>The halts that a text says; never none.</summary>
    /// <param name="text">The whole file.</param>
    /// <param name="venue">The only venue that orders go to. A halt of another would stop nothing.</param>
    /// <param name="now">When it was read.</param>
    public static IReadOnlyList<Halt> Parse(string text, string venue, DateTimeOffset now)
    {
        if (text.Length > Longest)
        {
            return All($"the halt file has more than {Longest} characters", now);
        }

        var halts = new Dictionary<string, Halt>();
        string? remark = null;
        foreach (var (line, number) in text.Split('\n').Select((line, i) => (line.Trim(), i + 1)).Where(line => line.Item1.Length > 0))
        {
            var (said, why) = line.Split('#', 2) is [var before, var after] ? (before.TrimEnd(), Shortened(after.Trim())) : (line, "");
            if (said.Length == 0)
            {
                remark ??= why;
                continue;
            }

            if (HaltScope.Parse(said) is not { } scope)
            {
                return All($"line {number} of the halt file is no scope: write all, venue:NAME, strategy:NAME or symbol:NAME", now);
            }

            if (HaltScope.VenueOf(scope) is { } other && other != venue)
            {
                return All($"line {number} of the halt file names a venue that no order goes to: the only one is {venue}", now);
            }

            halts.TryAdd(scope, new Halt(scope, Halt.File, why.Length > 0 ? why : "the halt file says so", now) { InFile = true });
        }

        return halts.Count > 0 ? [.. halts.Values] : All(remark is { Length: > 0 } ? remark : "the halt file is there", now);
    }

    /// <summary>What is halted when it can't be known what the file says.</summary>
    public static IReadOnlyList<Halt> All(string why, DateTimeOffset now) => [new Halt(HaltScope.All, Halt.File, why, now) { InFile = true }];

    private static string Shortened(string why) => why.Length <= LongestWhy ? why : why[..LongestWhy];
}
