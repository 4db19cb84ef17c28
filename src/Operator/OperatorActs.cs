using Microsoft.Extensions.Options;
using Pipeline.Access;
using Pipeline.Operator.DeadLetters;
using Pipeline.Store;
using Pipeline.Store.HaltFiles;

namespace Pipeline.Operator;

/// <summary>
/// The acts over one store. Over the real one they act; over one that undoes what it runs they say what they would do. There is no other
/// implementation of either.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="haltFile">The halt file.</param>
/// <param name="venue">The venue that orders go to.</param>
/// <param name="options">How many people a release takes.</param>
/// <param name="machine">The machine's clock.</param>
/// <param name="clock">The time.</param>
public sealed class OperatorActs(
    IStore store, IHaltFile haltFile, string venue, IOptions<OperatorOptions> options, WallClock machine, TimeProvider clock)
{
    /// <summary>What may be done about one order.</summary>
    public OrderActs Orders { get; } = new(store, clock);

    /// <summary>What may be done about trading as a whole.</summary>
    public TradingActs Trading { get; } = new(store, haltFile, venue, options, clock);

    /// <summary>What may be done about a break.</summary>
    public BreakActs Breaks { get; } = new(store, clock);

    /// <summary>What may be done about one dead letter.</summary>
    public DeadLetterActs DeadLetters { get; } = new(store, clock);

    /// <summary>What may be done about replays of many.</summary>
    public ReplayRunActs Replays { get; } = new(store, clock);

    /// <summary>What may be done about a throttle.</summary>
    public ThrottleActs Throttles { get; } = new(store, clock);

    /// <summary>What may be done about the way to the venue.</summary>
    public VenueActs Venue { get; } = new(store, venue, machine.Time, clock);

    /// <summary>What may be done about an alert.</summary>
    public AlertActs Alerts { get; } = new(store, clock);
}
