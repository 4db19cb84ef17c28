namespace Pipeline.Messages.Fix;

/// <summary>FIX ExecRestatementReason (378) of version 4.4: why a venue changed an order by itself.</summary>
public enum ExecRestatementReason
{
    GtCorporateAction = 0,
    GtRenewal = 1,
    VerbalChange = 2,
    RepricingOfOrder = 3,
    BrokerOption = 4,
    PartialDeclineOfOrderQty = 5,
    CancelOnTradingHalt = 6,
    CancelOnSystemFailure = 7,
    MarketOption = 8,
    CanceledNotBest = 9,
}
