namespace Pipeline.Faults;

/// <summary>A build of the program: this working copy's, or another version's.</summary>
/// <param name="Name">What the names of its processes begin with; empty for this working copy's.</param>
/// <param name="Program">The program's file.</param>
public sealed record ProgramBuild(string Name, string Program)
{
    /// <summary>Built beside this program: artifacts/bin/PROJECT/CONFIGURATION.</summary>
    public static ProgramBuild Own { get; } = new("", Built(new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))));

    private static string Built(DirectoryInfo folder) => Path.Combine(folder.Parent!.Parent!.FullName, "Host", folder.Name, "pipeline");
}
