namespace Pipeline.Messages.Fix;

/// <summary>FIX OrdType (40): 1 market, 2 limit, 3 stop, 4 stop limit.</summary>
public enum OrdType
{
    Market = 1,
    Limit = 2,
    Stop = 3,
    StopLimit = 4,
}
