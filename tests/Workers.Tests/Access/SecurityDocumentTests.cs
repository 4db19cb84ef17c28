using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Pipeline.Access;
using Pipeline.Access.Http;
using Pipeline.Host.Composition;
using Pipeline.Host.Options;
using Pipeline.Store;

namespace Pipeline.Workers.Tests.Access;

/// <summary>docs/security.md says what is: who may what, every code, and tests that there are.</summary>
public sealed partial class SecurityDocumentTests
{
    private static readonly string Root = FindRoot();
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(Root, "docs", "security.md"));

    [Test]
    public void Every_test_it_names_is_there()
    {
        var named = Lines.Where(line => line.StartsWith("| ", StringComparison.Ordinal)).SelectMany(line => TestName().Matches(line)).Select(match => match.Groups[1].Value).Distinct().ToList();
        var source = string.Join('\n', Directory.EnumerateFiles(Path.Combine(Root, "tests"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));

        Assert.That(named, Has.Count.GreaterThan(20));
        Assert.That(named.Where(name => !source.Contains($" {name}(", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void Every_code_has_its_line() => Assert.That(
        Lines.Select(line => CodeLine().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value), Is.EqualTo(Refusal.Codes));

    [Test]
    public async Task Every_endpoint_states_who_may_call_it_as_the_table_has_it()
    {
        using var folder = new TempFolder();
        var flags = new Dictionary<string, string> { ["--data"] = folder.Path, ["--http"] = "127.0.0.1:0" };
        await using var app = PipelineProcess.Build(OptionSet.Read(flags, _ => null, null), Host.Composition.Workers.Names, logToConsole: false);
        var endpoints = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().ToList();

        var open = endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<Demand>() is null).Select(endpoint => endpoint.RoutePattern.RawText);
        Assert.That(open, Is.EquivalentTo(new[] { "/health/live", "/health/ready", "/openapi/{documentName}.json", "/v1/intents/schema", "/console/assets/{name}", "/console/sign-in", "/console/sign-in", "/console/sign-out" }), "what demands nothing is open to everybody");
        var demanding = endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<Demand>() is not null).Select(endpoint =>
            $"| {Method(endpoint)} {endpoint.RoutePattern.RawText} | {string.Join(", ", endpoint.Metadata.GetMetadata<Demand>()!.AnyOf.Select(Columns.Word))} |");
        Assert.That(Lines.Where(line => EndpointLine().IsMatch(line)), Is.EquivalentTo(demanding));
    }

    private static string Method(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is [var only, ..] ? only : HttpMethods.Get;

    [GeneratedRegex("`([A-Z][A-Za-z0-9]*(_[A-Za-z0-9]+){2,})`")]
    private static partial Regex TestName();

    [GeneratedRegex("^\\| ([a-z-]+) \\| [0-9]{3} \\|")]
    private static partial Regex CodeLine();

    [GeneratedRegex("^\\| (GET|POST|PUT|DELETE) /")]
    private static partial Regex EndpointLine();

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
