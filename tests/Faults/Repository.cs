namespace Pipeline.Faults;

/// <summary>The working copy that the tests were built from.</summary>
public static class Repository
{
    private static readonly Lazy<string> Root = new(Find);

    public static string File(string path) => Path.Combine(Root.Value, path);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "Pipeline.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Pipeline.sln.");
    }
}
