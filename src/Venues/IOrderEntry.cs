using Pipeline.Messages.Capabilities;
using Pipeline.Messages.Fix;

namespace Pipeline.Venues;

/// <summary>
/// The way onto a venue. Only the submission worker may name it. An implementation never repeats a
/// request by itself: whether to send again is decided above, with evidence.
/// </summary>
public interface IOrderEntry : IVenueTime
{
    /// <summary>The adapter's name and version, recorded on every order, for example <c>paper/1</c>.</summary>
    string Adapter { get; }

    /// <summary>What the venue can do.</summary>
    VenueCapabilities Capabilities { get; }

    /// <summary>Whether it carries orders of an adapter of this name: its own, or one that stands beside it.</summary>
    bool Carries(string adapter) => adapter == Adapter;

    /// <summary>Name and version of the adapter that would carry a new order.</summary>
    /// <param name="strategyId">The order's strategy.</param>
    /// <param name="lineClOrdId">The ClOrdId of its line's first order.</param>
    string Route(string strategyId, string lineClOrdId) => Adapter;

    /// <summary>How often the venue lets itself be called; null where it sets no limit.</summary>
    VenueRate? Rate => null;

    /// <summary>For how long the venue wants no calls yet, as it has told anybody in this process; zero where it may be called.</summary>
    TimeSpan LeftAlone => TimeSpan.Zero;

    /// <summary>
    /// Sends one new order, once. Returns <see cref="SubmitOutcome.Unknown"/> for anything that does not
    /// prove acceptance or refusal: a timeout, a 5xx, a broken connection, an answer that can't be read.
    /// </summary>
    /// <param name="order">The order.</param>
    /// <param name="lastLook">Asked once, when the way is open and before the first byte is written; what it objects to is not sent.</param>
    /// <param name="cancellationToken">Ends the waiting, not what was sent.</param>
    Task<SubmitOutcome> SubmitAsync(NewOrderSingle order, LastLook lastLook, CancellationToken cancellationToken);

    /// <summary>Asks the venue to cancel what is left of an order. What became of it arrives as execution reports, not here.</summary>
    Task<CancelOutcome> CancelAsync(OrderCancelRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Asks the venue, once, to put another order in the place of an open one. Only where <see cref="VenueCapabilities.ReplacesNatively"/> is stated;
    /// elsewhere it is refused and nothing is sent. The pipeline's fill policies do not use it: they cancel, look, and send anew.
    /// </summary>
    /// <param name="request">What is replaced by what.</param>
    /// <param name="lastLook">Asked once before the first byte is written; what it objects to is not sent.</param>
    /// <param name="cancellationToken">Ends the waiting, not what was sent.</param>
    Task<ReplaceOutcome> ReplaceAsync(OrderCancelReplaceRequest request, LastLook lastLook, CancellationToken cancellationToken) =>
        Task.FromResult<ReplaceOutcome>(new ReplaceOutcome.Rejected(ReplaceOutcome.NotSupported, "the venue has no call for it; cancel, then send a new order"));
}

/// <summary>Why an order may not be sent any more, asked at the last moment; null when it may. To connect takes time, in which a permission can lapse.</summary>
public delegate string? LastLook();

/// <summary>A venue's limit on calls.</summary>
/// <param name="Calls">So many, at least 1.</param>
/// <param name="Period">In any period of this length.</param>
public sealed record VenueRate(int Calls, TimeSpan Period);
