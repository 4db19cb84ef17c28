namespace Pipeline.Messages.Orders;

/// <summary>Every pre-trade rule passed and exposure is reserved. Validation to session check.</summary>
public sealed record OrderValidated : OrderMessage;
