namespace Pipeline.Messages.Orders;

/// <summary>A line of an accepted intent wants to be checked. Intake to validation; also the start of every later pass.</summary>
public sealed record OrderProposed : OrderMessage;
