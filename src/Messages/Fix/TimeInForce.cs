namespace Pipeline.Messages.Fix;

/// <summary>FIX TimeInForce (59): 0 day, 1 good till cancel, 3 immediate or cancel, 4 fill or kill.</summary>
public enum TimeInForce
{
    Day = 0,
    Gtc = 1,
    Ioc = 3,
    Fok = 4,
}
