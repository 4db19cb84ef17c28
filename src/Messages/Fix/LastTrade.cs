namespace Pipeline.Messages.Fix;

/// <summary>The last trade that the market told of in one symbol. Of anybody's orders: none of the account's executions.</summary>
/// <param name="Symbol">Upper-case ASCII symbol.</param>
/// <param name="At">When it was made, by the venue's clock, UTC.</param>
/// <param name="LastPx">Its price.</param>
/// <param name="LastQty">Its quantity.</param>
public sealed record LastTrade(string Symbol, DateTimeOffset At, decimal LastPx, decimal LastQty);
