namespace Pipeline.Simulation.VenueSimulator;

/// <summary>The answer to one call: there at once, later, or never.</summary>
internal sealed class Reply
{
    private readonly VenueCall call;

    // Whoever waits goes on within the call that completes it, on the same thread.
    private readonly TaskCompletionSource<SimulatedResponse>? later;
    private readonly SimulatedResponse? now;

    private Reply(VenueCall call, SimulatedResponse? now)
    {
        this.call = call;
        this.now = now;
        later = now is null ? new TaskCompletionSource<SimulatedResponse>() : null;
        if (now is not null)
        {
            Note(now);
        }
    }

    public static SimulatedResponse Reset { get; } = new(0, ReadOnlyMemory<byte>.Empty) { Broken = BrokenConnection.Reset };

    /// <summary>The answer, when it is there already.</summary>
    public SimulatedResponse? Now => now;

    public static Reply Of(VenueCall call, SimulatedResponse response) => new(call, response);

    public static Reply Broken(VenueCall call, BrokenConnection broken) => new(call, Reset with { Broken = broken });

    /// <summary>An answer that <see cref="Complete"/> gives, or nobody.</summary>
    public static Reply Waiting(VenueCall call) => new(call, null);

    public void Complete(SimulatedResponse response)
    {
        Note(response);
        later!.TrySetResult(response);
    }

    public Task<SimulatedResponse> AnswerAsync(CancellationToken cancellationToken) =>
        now is null ? WaitAsync(later!, cancellationToken) : Task.FromResult(now);

    private static async Task<SimulatedResponse> WaitAsync(
        TaskCompletionSource<SimulatedResponse> later, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(
            static (source, token) => ((TaskCompletionSource<SimulatedResponse>)source!).TrySetCanceled(token), later);
        return await later.Task;
    }

    private void Note(SimulatedResponse response)
    {
        if (response.Broken is { } broken)
        {
            call.Break(broken);
        }
        else
        {
            call.Say(response.Status);
        }
    }
}
