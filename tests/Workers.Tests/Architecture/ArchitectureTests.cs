using System.Xml.Linq;
using NUnit.Framework;
using Pipeline.Venues;

namespace Pipeline.Workers.Tests.Architecture;

/// <summary>The house rules that a compiler does not see.</summary>
public sealed class ArchitectureTests
{
    private static readonly string[] Workers = ["Intake", "Validation", "Session", "Submission", "Reconciliation", "Analytics", "Notices"];

    private static readonly string Root = FindRoot();

    private static readonly Dictionary<string, XDocument> Projects = Directory
        .EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories)
        .ToDictionary(path => Path.GetFileNameWithoutExtension(path), path => XDocument.Load(path));

    [Test]
    public void No_worker_knows_another()
    {
        Assert.That(Projects.Keys, Is.SupersetOf(Workers));
        foreach (var worker in Workers)
        {
            Assert.That(ReferencesOf(worker), Has.None.AnyOf(Workers).And.None.AnyOf("Host", "Simulation", "Paper", "Alpaca", "Binance", "Kit"), worker);
        }
    }

    [TestCase("Messages")]
    [TestCase("Trading", "Messages")]
    [TestCase("Venues", "Messages")]
    [TestCase("Ctl")]
    [TestCase("Pipelinectl", "Ctl", "Messages")]
    [TestCase("Intentctl", "Ctl")]
    [TestCase("Paper", "Messages", "Venues")]
    [TestCase("Kit", "Messages", "Metering", "Venues")]
    [TestCase("Alpaca", "Kit", "Messages", "Metering", "Venues")]
    [TestCase("Binance", "Kit", "Messages", "Metering", "Venues")]
    [TestCase("Template", "Kit", "Messages", "Metering", "Venues")]
    [TestCase("Store", "Messages", "Trading")]
    [TestCase("Metering")]
    [TestCase("Monitoring", "Bus", "Messages", "Metering", "Store", "Trading")]
    [TestCase("Bus", "Messages", "Metering", "Store", "Trading")]
    [TestCase("Access", "Messages", "Metering", "Store", "Trading")]
    [TestCase("Operator", "Access", "Bus", "Messages", "Metering", "Store", "Trading")]
    [TestCase("Notices", "Messages", "Metering", "Store", "Trading")]
    [TestCase("Console", "Access", "Messages", "Metering", "Operator", "Store", "Trading", "Venues")]
    public void Dependencies_run_one_way(string project, params string[] known) => Assert.That(ReferencesOf(project), Is.SubsetOf(known));

    [Test]
    public void Messages_need_no_package() => Assert.That(PackagesOf("Messages"), Is.Empty);

    [Test]
    public void Only_Trading_has_Stateless_since_its_State_and_MassTransits_would_be_confused() =>
        Assert.That(Projects.Keys.Where(project => PackagesOf(project).Contains("Stateless")), Is.EqualTo(new[] { "Trading" }));

    [Test]
    public void Only_submission_can_name_the_way_onto_a_venue()
    {
        var may = new[] { "Pipeline.Submission", "Pipeline.Venues", "Pipeline.Venues.Paper", "Pipeline.Venues.Alpaca", "Pipeline.Venues.Binance", "Pipeline.Venues.Conformance", "pipeline", "Pipeline.Simulation" };
        var naming = Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll")
            .Where(path => Path.GetFileName(path).StartsWith("pipeline", StringComparison.OrdinalIgnoreCase) && !path.EndsWith("Tests.dll", StringComparison.Ordinal))
            .Where(NamesOrderEntry)
            .Select(Path.GetFileNameWithoutExtension)
            .ToList();

        Assert.That(naming, Does.Contain("Pipeline.Submission"), "the test sees who names it");
        Assert.That(naming, Is.SubsetOf(may));
    }

    [Test]
    public void Every_test_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(Root, "Pipeline.sln")).Replace('\\', '/');
        var projects = Directory.EnumerateFiles(Path.Combine(Root, "tests"), "*.csproj", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .ToList();

        Assert.That(projects, Is.Not.Empty);
        Assert.That(projects.Where(project => !solution.Contains($"\"{project}\"", StringComparison.Ordinal)), Is.Empty);
    }

    private static IEnumerable<string> ReferencesOf(string project) => Projects[project].Descendants("ProjectReference")
        .Select(reference => Path.GetFileNameWithoutExtension(((string)reference.Attribute("Include")!).Replace('\\', '/')));

    private static IEnumerable<string> PackagesOf(string project) =>
        Projects[project].Descendants("PackageReference").Select(reference => (string)reference.Attribute("Include")!);

    // The names of the types an assembly refers to or defines stand in its metadata.
    private static bool NamesOrderEntry(string path)
    {
        using var stream = File.OpenRead(path);
        using var file = new System.Reflection.PortableExecutable.PEReader(stream);
        if (!file.HasMetadata)
        {
            return false;
        }

        var metadata = System.Reflection.Metadata.PEReaderExtensions.GetMetadataReader(file);
        return metadata.TypeReferences.Any(handle => metadata.GetString(metadata.GetTypeReference(handle).Name) == nameof(IOrderEntry))
            || metadata.TypeDefinitions.Any(handle => metadata.GetString(metadata.GetTypeDefinition(handle).Name) == nameof(IOrderEntry));
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Pipeline.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run outside the repository");
        }

        return folder;
    }
}
