using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Metering;
using Pipeline.Store;
using Pipeline.Trading.Orders;
using Pipeline.Venues;
using Polly.CircuitBreaker;

namespace Pipeline.Submission.Calls;

/// <summary>
/// The calls of the venue: with a permit, never longer than the call timeout, and no exception escapes. Nothing is repeated here.
/// </summary>
public sealed class VenueCalls(
    IOrderEntry venue, Permits permits, VenueBreaker breaker, IOptions<SubmissionOptions> options, TimeProvider clock, ILogger<VenueCalls> logger)
{
    /// <summary>The adapter that carries the calls.</summary>
    public string Adapter => venue.Adapter;

    /// <summary>The adapter that carries an order: the one that carried it before, as long as it is loaded; else by the routes.</summary>
    public string AdapterOf(Order order, string? recorded) =>
        recorded is not null && venue.Carries(recorded) ? recorded : venue.Route(order.Slot.StrategyId, order.LineClOrdId);

    /// <summary>Why new orders are kept from the venue since it did not answer; null while they are not.</summary>
    public string? Down => breaker.IsLeftAlone ? $"{venue.Adapter} did not answer, breaker=open" : null;

    /// <summary>Why new orders wait at present, for people; null when none does for the venue's sake.</summary>
    public string? Waits =>
        permits.PauseLeft is var left && left > TimeSpan.Zero ? $"{venue.Adapter} asked to be left alone for another {left}"
        : breaker.IsShut ? $"{venue.Adapter} did not answer; after {options.Value.BreakDuration} one order tries it"
        : null;

    /// <summary>Whether a new order has its permit at once and takes it from nobody.</summary>
    public bool PermitsAreFree => permits.AreFree && breaker.State == CircuitState.Closed && venue.LeftAlone <= TimeSpan.Zero;

    /// <summary>What those wait for who have asked for a permit and have none yet, in words.</summary>
    public string PermitsAwait => Waits ?? $"{venue.Adapter}'s rate is used up for the moment";

    /// <summary>Waits for a permit.</summary>
    /// <exception cref="FactsUnavailableException">New orders are kept from the venue, since it did not answer; the message waits.</exception>
    public Task PermitAsync(CallPriority priority, CancellationToken cancellationToken)
    {
        if (priority == CallPriority.NewOrder && breaker.IsShut)
        {
            throw new FactsUnavailableException(Grant.VenueDown, $"{venue.Adapter} did not answer: it is left alone for {options.Value.BreakDuration}, then one order tries it");
        }

        // What the venue has told those who ask about orders holds for those who send them too.
        if (venue.LeftAlone is var left && left > TimeSpan.Zero)
        {
            permits.Pause(left);
        }

        return permits.WaitAsync(priority, cancellationToken);
    }

    /// <summary>Sends one order, once.</summary>
    public Task<SubmitOutcome> SubmitAsync(NewOrderSingle order, LastLook lastLook) => breaker.ExecuteAsync(look => SubmitOnceAsync(order, look), lastLook);

    /// <summary>Asks for a cancel, once. Not the breaker's business: what takes risk away is always tried.</summary>
    public async Task<CancelOutcome> CancelAsync(OrderCancelRequest request)
    {
        using var span = Tracing.Start("venue cancel", ActivityKind.Client, request.OrigClOrdId);
        var outcome = await CallAsync(
            stop => venue.CancelAsync(request, stop), request.OrigClOrdId, reason => new CancelOutcome.Unknown(reason)).ConfigureAwait(false);
        span?.SetTag("venue", venue.Adapter).SetTag("outcome", outcome.GetType().Name);
        Respect((outcome as CancelOutcome.Unknown)?.RetryAfter);
        return outcome;
    }

    private async Task<SubmitOutcome> SubmitOnceAsync(NewOrderSingle order, LastLook lastLook)
    {
        using var span = Tracing.Start("venue submit", ActivityKind.Client, order.ClOrdId);
        var outcome = await CallAsync(
            stop => venue.SubmitAsync(order, lastLook, stop), order.ClOrdId, reason => new SubmitOutcome.Unknown(reason)).ConfigureAwait(false);
        span?.SetTag("venue", venue.Adapter).SetTag("outcome", outcome.GetType().Name);
        Respect((outcome as SubmitOutcome.Unknown)?.RetryAfter);
        return outcome;
    }

    private async Task<T> CallAsync<T>(Func<CancellationToken, Task<T>> call, string clOrdId, Func<string, T> unknown)
    {
        using var timeout = new CancellationTokenSource(options.Value.CallTimeout, clock);
        try
        {
            return await call(timeout.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Whatever broke, it broke after the call began: nobody knows what the venue has.
            logger.LogError(e, "A call of {Adapter} for {cl_ord_id} ended without an answer", venue.Adapter, clOrdId);
            return unknown(e is OperationCanceledException ? "TIMEOUT" : e.GetType().Name);
        }
    }

    private void Respect(TimeSpan? retryAfter)
    {
        if (retryAfter is { } pause)
        {
            logger.LogWarning("{Adapter} asks to be left alone for {Pause}: orders and cancels wait", venue.Adapter, pause);
            permits.Pause(pause);
        }
    }
}
