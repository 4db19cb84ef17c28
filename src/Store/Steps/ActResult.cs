using Pipeline.Store.Tables;
using Pipeline.Trading;

namespace Pipeline.Store.Steps;

/// <summary>What became of an act of an operator or an agent. A closed set.</summary>
public abstract record ActResult
{
    private ActResult()
    {
    }

    /// <summary>Recorded.</summary>
    /// <param name="What">In one sentence, for the person.</param>
    /// <param name="FollowUps">What has to be told.</param>
    public sealed record Done(string What, IReadOnlyList<FollowUp> FollowUps) : ActResult
    {
        /// <summary>What the person is shown this once; it stands in no journal.</summary>
        public object? Shown { get; init; }
    }

    /// <summary>The act does not fit the state of things; nothing was recorded.</summary>
    /// <param name="Code">Stable code.</param>
    /// <param name="Why">In one sentence, for the person.</param>
    public sealed record Refused(string Code, string Why) : ActResult
    {
        /// <summary>Whether it fits no state of things: it was asked for wrongly, and asking again hears the same.</summary>
        public bool IsMalformed { get; init; }
    }

    /// <summary>A refusal of what was asked for wrongly.</summary>
    public static Refused Malformed(string code, string why) => new(code, why) { IsMalformed = true };

    /// <summary>There is no such order, or halt.</summary>
    public sealed record NotFound(string Why) : ActResult;
}

/// <summary>Who acts and why. Both stand in the journal.</summary>
/// <param name="By">The operator's name, or <c>agent:STRATEGY</c>.</param>
/// <param name="Why">1 to <see cref="LongestWhy"/> characters.</param>
public sealed record Actor(string By, string Why)
{
    /// <summary>Most characters of a reason.</summary>
    public const int LongestWhy = 500;

    /// <summary>What is wrong with a reason, as the end of a sentence that begins with its name; null when it can be taken.</summary>
    public static string? WhyFault(string why) => why.Length is 0 or > LongestWhy ? $"has {why.Length} characters, and 1 to {LongestWhy} are taken" : VisibleText.Fault(why);

    /// <summary>How <see cref="By"/> begins where an agent has acted.</summary>
    public const string AgentPrefix = "agent:";

    /// <summary>The agent that trades a strategy.</summary>
    public static Actor Agent(string strategyId, string why) => new($"{AgentPrefix}{strategyId}", why);
}
