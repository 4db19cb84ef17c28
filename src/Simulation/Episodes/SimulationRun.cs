using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Pipeline.Simulation.Scenarios;

namespace Pipeline.Simulation.Episodes;

/// <summary>
/// Runs episode after episode until so many orders were taken, several at a time, each on a thread of its own. Their results
/// are added up in the order of their seeds, so that it makes no difference how many run at once.
/// </summary>
public sealed class SimulationRun(long seed, long orders, int threads, Func<IReadOnlyDictionary<string, string>, SimulationSettings> settings)
{
    private readonly object gate = new();
    private readonly Dictionary<long, EpisodeResult> finished = [];
    private long next;
    private bool isOver;
    private Exception? broken;

    /// <summary>Told of every episode's summary so far.</summary>
    public event Action<SimulationSummary>? Advanced;

    /// <summary>Runs to the end, or to the first episode that breaks something.</summary>
    /// <param name="trace">Gets everything that happened; null when nobody reads it.</param>
    public SimulationSummary Run(TextWriter? trace)
    {
        var runner = new EpisodeRunner(settings, trace is not null);
        var workers = Enumerable.Range(0, threads).Select(_ => new Thread(() => Work(runner)) { IsBackground = true, Name = "episodes" }).ToList();
        workers.ForEach(worker => worker.Start());
        var summary = new SimulationSummary { Seed = seed };
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (long episode = 0; summary.Orders < orders && summary.Failure is null; episode++)
        {
            var result = Await(episode);
            trace?.Write(result.Trace);
            hash.AppendData(Encoding.ASCII.GetBytes(result.Verdict.TraceHash));
            summary = summary.With(result);
            Advanced?.Invoke(summary);
        }

        lock (gate)
        {
            isOver = true;
        }

        workers.ForEach(worker => worker.Join());
        return summary with { TraceHash = Convert.ToHexStringLower(hash.GetCurrentHash()) };
    }

    /// <summary>Looks for small scenarios that break what an episode has broken.</summary>
    /// <param name="failure">What was broken.</param>
    /// <param name="found">
    /// Told of the file of every scenario that breaks the same, each smaller than the one before, and of its size. The first is the
    /// episode as it was.
    /// </param>
    /// <returns>Whether the episode breaks again at all: what hangs on the machine's own clock may not.</returns>
    public bool Shrink(EpisodeFailure failure, Action<string, ScenarioSize> found)
    {
        var runner = new EpisodeRunner(settings, keepTrace: false);
        BrokenExpectation? WhatBreaks(Scenario scenario)
        {
            try
            {
                return runner.Run(failure.Seed, scenario).Verdict.Broken;
            }
            catch (ScenarioException)
            {
                return null;
            }
        }

        var shrinker = new Shrinker(WhatBreaks);
        shrinker.Found += smaller => found(EpisodeRunner.WriteFile(smaller), ScenarioSize.Of(smaller));
        var episode = Episode.Of(failure.Seed);
        var repeats = WhatBreaks(episode)?.What == failure.Broken.What;
        if (repeats)
        {
            shrinker.Shrink(episode, failure.Broken);
        }
        else
        {
            found(EpisodeRunner.WriteFile(episode), ScenarioSize.Of(episode));
        }

        return repeats;
    }

    private EpisodeResult Await(long episode)
    {
        lock (gate)
        {
            while (!finished.ContainsKey(episode))
            {
                if (broken is not null)
                {
                    throw broken;
                }

                Monitor.Wait(gate);
            }

            finished.Remove(episode, out var result);
            return result!;
        }
    }

    // Seeds of neighbouring runs must not share episodes.
    private long SeedOf(long episode) =>
        (BitConverter.ToInt64(SHA256.HashData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seed}/{episode}")))) & long.MaxValue) >> 11;

    private void Work(EpisodeRunner runner)
    {
        while (true)
        {
            long episode;
            lock (gate)
            {
                if (isOver || broken is not null)
                {
                    return;
                }

                episode = next++;
            }

            try
            {
                var result = runner.Run(SeedOf(episode));
                lock (gate)
                {
                    finished.Add(episode, result);
                    Monitor.PulseAll(gate);
                }
            }
            catch (Exception e)
            {
                lock (gate)
                {
                    broken ??= new InvalidOperationException($"Episode {episode} with the seed {SeedOf(episode)} could not be run to its end: {e.Message}", e);
                    Monitor.PulseAll(gate);
                }
            }
        }
    }
}
