using NUnit.Framework;

namespace Pipeline.Trading.Tests.Orders;

/// <summary>A page of docs/ of which a part is generated. <c>APPROVE=1 dotnet test tests/Trading.Tests</c> writes that part anew.</summary>
internal static class Page
{
    private const string Start = "<!-- generated: APPROVE=1 dotnet test tests/Trading.Tests -->";
    private const string End = "<!-- end of generated -->";

    public static void IsFresh(string name, string generated)
    {
        var path = Path.Combine(Root(), "docs", name);
        var page = File.ReadAllText(path);
        var (from, to) = (page.IndexOf(Start, StringComparison.Ordinal), page.IndexOf(End, StringComparison.Ordinal));
        Assert.That(from, Is.GreaterThanOrEqualTo(0).And.LessThan(to), $"{path} has no generated part");

        var fresh = $"{page[..from]}{Start}\n\n{generated.Trim()}\n\n{page[to..]}";
        if (Environment.GetEnvironmentVariable("APPROVE") == "1")
        {
            File.WriteAllText(path, fresh);
            return;
        }

        Assert.That(page, Is.EqualTo(fresh), $"docs/{name} is stale; APPROVE=1 dotnet test tests/Trading.Tests writes it anew. Read the difference before you commit it.");
    }

    /// <summary>The text of a page.</summary>
    public static string Read(string name) => File.ReadAllText(Path.Combine(Root(), "docs", name));

    /// <summary>A file of docs/ that is generated as a whole.</summary>
    public static void FileIsFresh(string name, string generated)
    {
        var path = Path.Combine(Root(), "docs", name);
        var fresh = generated.Trim() + "\n";
        if (Environment.GetEnvironmentVariable("APPROVE") == "1")
        {
            File.WriteAllText(path, fresh);
            return;
        }

        Assert.That(
            File.Exists(path) ? File.ReadAllText(path) : "", Is.EqualTo(fresh),
            $"docs/{name} is stale; APPROVE=1 dotnet test tests/Trading.Tests writes it anew. Read the difference before you commit it.");
    }

    private static string Root()
    {
        var folder = TestContext.CurrentContext.TestDirectory;
        while (!File.Exists(Path.Combine(folder, "Pipeline.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run outside the repository");
        }

        return folder;
    }
}
