namespace Pipeline.Host.Demo;

/// <summary>What the demo ships beside the program: quotes and intents, both made up.</summary>
internal static class DemoFiles
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Demo");

    /// <summary>One-minute quotes of one morning.</summary>
    public static IReadOnlyList<string> Quotes => Files("Quotes", "*_quote.csv");

    /// <summary>The intents, in the order in which they are published.</summary>
    public static IReadOnlyList<DemoIntent> Intents =>
        [.. Files("Samples", "*.json").Select(path => new DemoIntent(Path.GetFileNameWithoutExtension(path), File.ReadAllBytes(path)))];

    private static List<string> Files(string folder, string pattern) =>
        [.. Directory.EnumerateFiles(Path.Combine(Folder, folder), pattern).Order(StringComparer.Ordinal)];
}

/// <summary>An intent of the demo.</summary>
/// <param name="Name">Its file's name; also its idempotency key.</param>
/// <param name="Body">The document, byte for byte.</param>
internal sealed record DemoIntent(string Name, byte[] Body);
