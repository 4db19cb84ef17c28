using BenchmarkDotNet.Attributes;

namespace Pipeline.Benchmarks;

/// <summary>What BenchmarkDotNet runs; each is one of <see cref="CoreWork"/>.</summary>
[MemoryDiagnoser(displayGenColumns: false)]
public class CoreBenchmarks
{
    private readonly CoreWork work = new();

    [Benchmark]
    public object ParseIntent() => work.ParseIntent();

    [Benchmark]
    public object NameOrder() => work.NameOrder();

    [Benchmark]
    public object JudgeOrder() => work.JudgeOrder();

    [Benchmark]
    public object ApplyFill() => work.ApplyFill();

    [Benchmark]
    public object FindSession() => work.FindSession();
}
