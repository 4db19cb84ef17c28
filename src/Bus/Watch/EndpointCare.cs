namespace Pipeline.Bus.Watch;

/// <summary>What is done about the endpoint of a queue. Pure.</summary>
public static class EndpointCare
{
    /// <summary>So often an endpoint is started again before the process is.</summary>
    public const int MostRestarts = 5;

    /// <summary>A broker under strain takes its time over a consumer, and as long again over the next one where that is asked for anew.</summary>
    public static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);

    /// <param name="seen">How it stands.</param>
    /// <param name="unwellFor">For how long it has not been well, or since it was last started again.</param>
    /// <param name="restarts">How often it was started again since it was well.</param>
    /// <param name="limit">For how long one that is not starting may be unwell.</param>
    public static EndpointAct Decide(EndpointSeen seen, TimeSpan unwellFor, int restarts, TimeSpan limit) =>
        seen.IsWell || unwellFor < (seen.IsStarting ? StartPatience : limit) ? EndpointAct.Wait
        : restarts >= MostRestarts ? EndpointAct.StopProcess
        : EndpointAct.Restart;
}

/// <summary>How an endpoint stands.</summary>
/// <param name="BelievesItIsWell">Whether it says that it consumes.</param>
/// <param name="HasFailed">Whether it says what went wrong; one that is not well and says nothing is starting.</param>
/// <param name="Consumers">How many consumers the broker counts on its queue.</param>
/// <param name="IsStarved">Whether messages wait there and it is given none.</param>
public readonly record struct EndpointSeen(bool BelievesItIsWell, bool HasFailed, uint Consumers, bool IsStarved)
{
    public bool IsWell => BelievesItIsWell && Consumers > 0 && !IsStarved;

    public bool IsStarting => !BelievesItIsWell && !HasFailed;
}

/// <summary>What is to be done.</summary>
public enum EndpointAct
{
    /// <summary>Nothing yet.</summary>
    Wait,

    /// <summary>It is started again.</summary>
    Restart,

    /// <summary>It is left to a new process.</summary>
    StopProcess,
}
