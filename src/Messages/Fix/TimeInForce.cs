namespace Pipeline.Messages.Fix;

/// <summary>
/// FIX TimeInForce (59): 0 day, 1 good till cancel, 2 at the opening, 3 immediate or cancel, 4 fill or kill, 7 at the close. FIX 4.4 has none
/// for a day order that trades before the open and after the close as well; its number here is ours.
/// </summary>
public enum TimeInForce
{
    Day = 0,
    Gtc = 1,
    Opg = 2,
    Ioc = 3,
    Fok = 4,
    Cls = 7,
    ExtendedHours = 100,
}
