using Pipeline.Venues;
using Polly;
using Polly.CircuitBreaker;

namespace Pipeline.Submission.Calls;

/// <summary>Keeps new orders from a venue that does not answer, and lets one try it after a while.</summary>
public sealed class VenueBreaker
{
    private readonly CircuitBreakerStateProvider state = new();
    private readonly CircuitBreakerManualControl control = new();
    private readonly ResiliencePipeline<Called> pipeline;
    private readonly TimeProvider clock;
    private readonly TimeSpan breakDuration;
    private long opensAgainAt;

    public VenueBreaker(SubmissionOptions options, TimeProvider clock)
    {
        // By the wall clock it would stay shut for as long as that is set back.
        this.clock = new SteadyClock(clock);
        breakDuration = options.BreakDuration;
        pipeline = new ResiliencePipelineBuilder<Called> { TimeProvider = this.clock }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<Called>
            {
                FailureRatio = options.BreakerFailureRatio,
                MinimumThroughput = options.BreakerMinimumCalls,
                SamplingDuration = options.BreakerWindow,
                BreakDuration = options.BreakDuration,
                StateProvider = state,
                ManualControl = control,
                ShouldHandle = arguments => ValueTask.FromResult(IsFailure(arguments.Outcome.Result)),
            })
            .Build();
    }

    /// <summary>True while nobody may try, since the venue is left alone or an order is on its way that tries it: asked before the grant, so that no claim is spent meanwhile.</summary>
    public bool IsShut => state.CircuitState == CircuitState.HalfOpen || IsLeftAlone;

    /// <summary>True while the venue is left alone, since it did not answer.</summary>
    public bool IsLeftAlone => state.CircuitState == CircuitState.Open && clock.GetUtcNow().Ticks < Volatile.Read(ref opensAgainAt);

    /// <summary>Closed lets orders through, open keeps them back, half_open lets one try: it is on its way, or the next one is to.</summary>
    public CircuitState State => state.CircuitState == CircuitState.Open && !IsLeftAlone ? CircuitState.HalfOpen : state.CircuitState;

    /// <summary>A person has closed it: orders go through until it has seen anew that the venue does not answer.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        if (state.CircuitState != CircuitState.Closed)
        {
            await control.CloseAsync(cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref opensAgainAt, 0);
        }
    }

    /// <summary>Makes a call, or answers that it was not made.</summary>
    /// <param name="call">The call.</param>
    /// <param name="lastLook">What it asks before the first byte. A call that this withholds, or that is not made since the venue wants none, shows nothing of the venue: it is not counted against it, and does not end the trial of one that has failed.</param>
    public async Task<SubmitOutcome> ExecuteAsync(Func<LastLook, Task<SubmitOutcome>> call, LastLook lastLook)
    {
        try
        {
            return (await pipeline.ExecuteAsync(static async (made, _) => await MakeAsync(made.call, made.lastLook).ConfigureAwait(false), (call, lastLook), CancellationToken.None).ConfigureAwait(false)).Outcome;
        }
        catch (BrokenCircuitException)
        {
            return new SubmitOutcome.NotSent("BREAKER_OPEN");
        }
        finally
        {
            if (state.CircuitState == CircuitState.Open && !IsLeftAlone)
            {
                Volatile.Write(ref opensAgainAt, (clock.GetUtcNow() + breakDuration).Ticks);
            }
        }
    }

    private static async Task<Called> MakeAsync(Func<LastLook, Task<SubmitOutcome>> call, LastLook lastLook)
    {
        var isWithheld = false;
        var outcome = await call(() =>
        {
            var reason = lastLook();
            isWithheld = reason is not null;
            return reason;
        }).ConfigureAwait(false);
        return new Called(outcome, isWithheld || outcome is SubmitOutcome.NotSent { IsLeftAlone: true });
    }

    // A venue that refuses, says that it is called too often, or answers what nobody understands, is there.
    private bool IsFailure(Called? called) => called switch
    {
        { IsWithheld: true } => state.CircuitState == CircuitState.HalfOpen,
        _ => called?.Outcome is SubmitOutcome.NotSent or SubmitOutcome.Unknown { Refusal: null, RetryAfter: null, IsAnswered: false },
    };

    private sealed record Called(SubmitOutcome Outcome, bool IsWithheld);
}
