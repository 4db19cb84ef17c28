using System.Globalization;
using System.Text.Json;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using Pipeline.Benchmarks;

// scripts/bench core [--json] [--compare FILE]
var asJson = args.Contains("--json");
var compared = Array.IndexOf(args, "--compare") is var at and >= 0 ? args.ElementAtOrDefault(at + 1) : null;
if (args.Contains("--compare") && !File.Exists(compared))
{
    return Refuse($"--compare needs a file that an earlier run wrote with --json; there is no '{compared}'");
}

IReadOnlyList<Measurement> before;
try
{
    before = compared is null ? [] : Measurement.Read(File.ReadAllText(compared));
}
catch (JsonException e)
{
    return Refuse($"--compare: {compared} is no list of measurements: {e.Message}");
}

// In this process: a program that BenchmarkDotNet makes by itself would not find where this repository puts what it builds.
var summary = BenchmarkRunner.Run<CoreBenchmarks>(
    new ManualConfig().AddJob(Job.Default.WithToolchain(InProcessNoEmitToolchain.Instance)).AddColumnProvider(DefaultColumnProviders.Instance)
        .AddLogger(new StreamLogger(new StreamWriter(Console.OpenStandardError()) { AutoFlush = true })).WithArtifactsPath(Path.Combine(Path.GetTempPath(), "pipeline-benchmarks")));
IReadOnlyList<Measurement> now =
[
    .. summary.Reports.Select(report => new Measurement(
        report.BenchmarkCase.Descriptor.WorkloadMethod.Name, report.ResultStatistics!.Mean, report.ResultStatistics.GetConfidenceInterval(Perfolizer.Mathematics.Common.ConfidenceLevel.L999).Margin,
        report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0)),
];
if (asJson)
{
    Console.WriteLine(Measurement.Write(now));
}

var comparisons = Comparison.Of(now, before);
if (!asJson)
{
    Console.WriteLine($"{"what",-14}{"mean ns",12}{"+/- ns",10}{"bytes",10}{"before",12}{"ratio",8}");
    foreach (var one in comparisons)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{one.Now.Name,-14}{one.Now.MeanNs,12:0.0}{one.Now.ErrorNs,10:0.0}{one.Now.Bytes,10}{one.Before?.MeanNs,12:0.0}{one.Ratio,8:0.00}{(one.IsSlower ? "  SLOWER" : "")}"));
    }
}

return comparisons.Any(one => one.IsSlower) ? 1 : 0;

static int Refuse(string why)
{
    Console.Error.WriteLine($"bench: {why}");
    return 2;
}
