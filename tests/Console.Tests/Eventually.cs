using System.Diagnostics;
using NUnit.Framework;

namespace Pipeline.WebConsole.Tests;

/// <summary>Waits for conditions, never for a length of time.</summary>
internal static class Eventually
{
    /// <summary>How long whatever is waited for may take, a page or a process, before a test says that it did not come.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>The first answer for which the condition holds.</summary>
    public static async Task<T> Until<T>(Func<Task<T>> ask, Func<T, bool> condition, string what)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var answer = await ask();
            if (condition(answer))
            {
                return answer;
            }

            Assert.That(watch.Elapsed, Is.LessThan(Deadline), $"{what}; last seen: {answer}");
            await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
        }
    }

    public static Task Holds(Func<bool> condition, string what) => Until(() => Task.FromResult(condition()), holds => holds, what);
}
