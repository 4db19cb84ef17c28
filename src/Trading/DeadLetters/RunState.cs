namespace Pipeline.Trading.DeadLetters;

/// <summary>Where a run of replays stands.</summary>
public enum RunState
{
    Running,

    /// <summary>By a person, or since its canary failed: it goes on when a person resumes it.</summary>
    Paused,

    /// <summary>Ended by a person before its end.</summary>
    Stopped,

    Done,
}
