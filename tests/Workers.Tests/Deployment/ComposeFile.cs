using NUnit.Framework;
using YamlDotNet.RepresentationModel;

namespace Pipeline.Workers.Tests.Deployment;

/// <summary><c>infra/compose.yaml</c> as it stands, with what is merged into it and nothing filled in.</summary>
internal static class ComposeFile
{
    private static readonly YamlMappingNode Root = Read(Repository("infra", "compose.yaml"));

    public static IReadOnlyDictionary<string, ComposeService> Services { get; } =
        Map(Root, "services").ToDictionary(service => service.Key, service => new ComposeService(service.Key, (YamlMappingNode)service.Value));

    /// <summary>The file of each secret.</summary>
    public static IReadOnlyDictionary<string, string> Secrets { get; } = Map(Root, "secrets").ToDictionary(secret => secret.Key, secret => Text(secret.Value, "file"));

    public static string Repository(params string[] path)
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Pipeline.sln")))
        {
            folder = folder.Parent!;
        }

        return Path.Combine([folder.FullName, .. path]);
    }

    public static Dictionary<string, YamlNode> Map(YamlNode node, string key) => Of(node, key) is { } map ? Merged(map) : [];

    public static IReadOnlyList<YamlNode> List(YamlNode node, string key) => Of(node, key) is YamlSequenceNode list ? [.. list.Children] : [];

    public static IReadOnlyList<string> Texts(YamlNode node, string key) => [.. List(node, key).OfType<YamlScalarNode>().Select(text => text.Value!)];

    public static string Text(YamlNode node, string key) => (Of(node, key) as YamlScalarNode)?.Value ?? "";

    private static YamlNode? Of(YamlNode node, string key) => Merged(node).GetValueOrDefault(key);

    // What a map has itself goes before what is merged into it (<<), and of that the first.
    private static Dictionary<string, YamlNode> Merged(YamlNode node)
    {
        var own = ((YamlMappingNode)node).Children.ToDictionary(child => ((YamlScalarNode)child.Key).Value!, child => child.Value);
        if (own.Remove("<<", out var others))
        {
            foreach (var (key, value) in (others is YamlSequenceNode list ? list.Children : [others]).SelectMany(Merged))
            {
                own.TryAdd(key, value);
            }
        }

        return own;
    }

    private static YamlMappingNode Read(string path)
    {
        using var reader = new StreamReader(path);
        var stream = new YamlStream();
        stream.Load(reader);
        return (YamlMappingNode)stream.Documents.Single().RootNode;
    }
}

/// <summary>One service of it.</summary>
internal sealed record ComposeService(string Name, YamlMappingNode Node)
{
    public string Image => ComposeFile.Text(Node, "image");

    public bool IsOurs => Image.Contains("PIPELINE_IMAGE", StringComparison.Ordinal);

    public IReadOnlyList<string> Command => ComposeFile.Texts(Node, "command");

    public IReadOnlyDictionary<string, string> Environment =>
        ComposeFile.Map(Node, "environment").ToDictionary(variable => variable.Key, variable => ((YamlScalarNode)variable.Value).Value ?? "");

    /// <summary>Each secret, and the name of its file in the container.</summary>
    public IReadOnlyDictionary<string, string> Secrets => ComposeFile.List(Node, "secrets").ToDictionary(
        secret => secret is YamlScalarNode name ? name.Value! : ComposeFile.Text(secret, "source"), secret => secret is YamlScalarNode name ? name.Value! : ComposeFile.Text(secret, "target"));

    public IReadOnlyList<string> Networks => Texts("networks");

    public IReadOnlyList<string> Texts(string key) => ComposeFile.Texts(Node, key);

    public string Text(string key) => ComposeFile.Text(Node, key);
}
