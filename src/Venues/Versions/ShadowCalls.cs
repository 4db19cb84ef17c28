using System.Text.Json;

namespace Pipeline.Venues.Versions;

/// <summary>Has a version in the shadow do what the one that works has done, beside the way of the order, and tells what differs.</summary>
internal sealed class ShadowCalls(ShadowTape tape, Action<AdapterDifference> differs)
{
    private const int Longest = 300;

    // A call in which nothing was sent has nothing to be mapped.
    /// <param name="call">What is called.</param>
    /// <param name="clOrdId">The order it is about; null where it is about many.</param>
    /// <param name="works">Calls the version that works.</param>
    /// <param name="shadow">Calls the one in the shadow.</param>
    /// <param name="views">What of both answers is to be alike; null where it is everything.</param>
    /// <param name="isPartly">Whether the version that works may know a part of the answer without asking, so that its request can be another one.</param>
    public async Task<T> CompareAsync<T>(
        string call, string? clOrdId, Func<Task<T>> works, Func<Task<T>> shadow, Func<T, T, (object? Works, object? Shadow)>? views = null, bool isPartly = false)
    {
        var exchanges = tape.Begin();
        var outcome = await works().ConfigureAwait(false);
        if (exchanges.Count > 0)
        {
            // What it asks is no call of the order's, whose timeline is written down by whoever called.
            using (ExecutionContext.SuppressFlow())
            {
                _ = Task.Run(() => ShadowAsync(call, clOrdId, outcome, new ShadowCall(exchanges, isPartly), shadow, views), CancellationToken.None);
            }
        }

        return outcome;
    }

    private async Task ShadowAsync<T>(string call, string? clOrdId, T outcome, ShadowCall played, Func<Task<T>> shadow, Func<T, T, (object? Works, object? Shadow)>? views)
    {
        string ours, theirs;
        try
        {
            tape.Replay(played);
            var tried = await shadow().ConfigureAwait(false);
            var (works, beside) = views is null ? (outcome, tried) : views(outcome, tried);
            (ours, theirs) = (Text(works), Text(beside));
        }
        catch (Exception e)
        {
            // It is being tried: that it breaks is what is to be found out.
            (ours, theirs) = (Text(outcome), $"{e.GetType().Name}: {e.Message}");
        }

        tape.Compared();
        if (ours != theirs)
        {
            var begin = Math.Max(0, Same(ours, theirs) - 60);
            differs(new AdapterDifference(call, "outcome", clOrdId, Part(ours, begin), Part(theirs, begin)));
        }

        foreach (var left in played.Exchanges.Where(exchange => !tape.IsAskedInItsOwnTime(exchange)))
        {
            differs(new AdapterDifference(call, "call", clOrdId, left.Kind, "no such call"));
        }
    }

    // A type that has no name of its own says nothing to anybody.
    private static string Text(object? outcome) => outcome is null ? "null"
        : $"{(outcome.GetType().IsVisible ? outcome.GetType().Name : "")} {JsonSerializer.Serialize(outcome, outcome.GetType())}".Trim();

    // Of two long texts, where they part.
    private static int Same(string one, string other) => one.Zip(other).TakeWhile(pair => pair.First == pair.Second).Count();

    private static string Part(string text, int begin) => begin >= text.Length ? "" : text[begin..Math.Min(text.Length, begin + Longest)];
}
