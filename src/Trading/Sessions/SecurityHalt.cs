using Pipeline.Messages.Fix;

namespace Pipeline.Trading.Sessions;

/// <summary>What a halt of one symbol makes of the market's hours.</summary>
public static class SecurityHalt
{
    /// <summary>The venue says that the symbol does not trade.</summary>
    public const string Code = "SESSION_HALTED";

    /// <summary>How long an order that is held for a halt waits before it is looked at again: nobody knows the end of a halt.</summary>
    public static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(1);

    /// <summary>Whether the order would go out by the hours alone, so that the symbol's status matters.</summary>
    public static bool Matters(OrderSession hours) => hours.Status is SessionStatus.Open or SessionStatus.Closed { IsKeptByVenue: true };

    /// <summary>The hours, or closed while the symbol does not trade.</summary>
    public static OrderSession Apply(OrderSession hours, SecurityStatus status, DateTimeOffset now) =>
        status.Status == SecurityTradingStatus.ReadyToTrade || !Matters(hours)
            ? hours
            : new(new SessionStatus.Closed(now + LookAgain, $"{Intents.Words.Of(status.Status)}: {status.Text}") { Code = Code }, null);
}
