using System.Text.Json;

namespace Pipeline.Venues.Versions;

/// <summary>Has a version in the shadow do what the one that works has done, beside the way of the order, and tells what differs.</summary>
internal sealed class ShadowCalls(ShadowTape tape, Action<AdapterDifference> differs)
{
    private const int Longest = 300;

    // A call in which nothing was sent has nothing to be mapped.
    public async Task<T> CompareAsync<T>(string call, string? clOrdId, Func<Task<T>> works, Func<Task<T>> shadow)
    {
        var exchanges = tape.Begin();
        var outcome = await works().ConfigureAwait(false);
        if (exchanges.Count > 0)
        {
            _ = Task.Run(() => ShadowAsync(call, clOrdId, outcome, exchanges, shadow), CancellationToken.None);
        }

        return outcome;
    }

    private async Task ShadowAsync<T>(string call, string? clOrdId, T outcome, List<RawExchange> exchanges, Func<Task<T>> shadow)
    {
        string theirs;
        try
        {
            tape.Replay(exchanges);
            theirs = Text(await shadow().ConfigureAwait(false));
        }
        catch (Exception e)
        {
            // It is being tried: that it breaks is what is to be found out.
            theirs = $"{e.GetType().Name}: {e.Message}";
        }

        if (Text(outcome) is var ours && ours != theirs)
        {
            var begin = Math.Max(0, Same(ours, theirs) - 60);
            differs(new AdapterDifference(call, "outcome", clOrdId, Part(ours, begin), Part(theirs, begin)));
        }

        foreach (var left in exchanges)
        {
            differs(new AdapterDifference(call, "call", clOrdId, left.Kind, "no such call"));
        }
    }

    private static string Text<T>(T outcome) => $"{outcome?.GetType().Name} {JsonSerializer.Serialize(outcome, outcome?.GetType() ?? typeof(T))}";

    // Of two long texts, where they part.
    private static int Same(string one, string other) => one.Zip(other).TakeWhile(pair => pair.First == pair.Second).Count();

    private static string Part(string text, int begin) => begin >= text.Length ? "" : text[begin..Math.Min(text.Length, begin + Longest)];
}
