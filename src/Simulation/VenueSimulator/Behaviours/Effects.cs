using System.Text.Json;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>What the behaviours that concern one call or event say together: each field from the first that says it.</summary>
internal sealed class Effects(IReadOnlyList<VenueBehaviour> behaviours, IReadOnlyList<string> names)
{
    public static Effects None { get; } = new([], []);

    public bool IsNone => behaviours.Count == 0;

    public IReadOnlyList<string> Names => names;

    public bool? Accept => First(behaviour => behaviour.Accept);

    public TimeSpan? AcceptAfter => First(behaviour => behaviour.AcceptAfter);

    public AnswerFault? Answer => First(behaviour => behaviour.Answer);

    public int? Status => First(behaviour => behaviour.Status);

    public int? Code => First(behaviour => behaviour.Code);

    public string? Message => FirstOf(behaviour => behaviour.Message);

    public JsonElement? Body => First(behaviour => behaviour.Body);

    public ListFault? List => First(behaviour => behaviour.List);

    public TimeSpan? RetryAfter => First(behaviour => behaviour.RetryAfter);

    public TimeSpan? Delay => First(behaviour => behaviour.Delay);

    public TimeSpan? Hide => First(behaviour => behaviour.Hide);

    public Fate? Then => First(behaviour => behaviour.Then);

    public TimeSpan? ThenAfter => First(behaviour => behaviour.ThenAfter);

    public string? Text => FirstOf(behaviour => behaviour.Text);

    public IReadOnlyList<ScriptedFill>? Fills => FirstOf(behaviour => behaviour.Fills);

    public bool Lose => First(behaviour => behaviour.Lose) ?? false;

    public int Repeat => First(behaviour => behaviour.Repeat) ?? 0;

    public int Behind => First(behaviour => behaviour.Behind) ?? 0;

    public StreamReplay? Drop => First(behaviour => behaviour.Drop);

    /// <summary>True when the answer is said, whatever the call would come to.</summary>
    public bool IsAnswerSaid => Status is not null || Answer is not null || Body is not null;

    public bool Edits => behaviours.Any(behaviour => behaviour.Set is not null || behaviour.Remove is not null || behaviour.List is not null);

    /// <summary>The fields to set and to take away, of all behaviours in their order.</summary>
    public IEnumerable<(IReadOnlyDictionary<string, JsonElement> Set, IReadOnlyList<string> Remove)> EditsInOrder() =>
        behaviours.Select(behaviour => (behaviour.Set ?? new Dictionary<string, JsonElement>(), behaviour.Remove ?? []));

    private T? First<T>(Func<VenueBehaviour, T?> field)
        where T : struct
    {
        foreach (var behaviour in behaviours)
        {
            if (field(behaviour) is { } value)
            {
                return value;
            }
        }

        return null;
    }

    private T? FirstOf<T>(Func<VenueBehaviour, T?> field)
        where T : class
    {
        foreach (var behaviour in behaviours)
        {
            if (field(behaviour) is { } value)
            {
                return value;
            }
        }

        return null;
    }
}
