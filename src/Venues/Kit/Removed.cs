namespace Pipeline.Venues.Kit;

/// <summary>Stands in a record where a key or a signature was.</summary>
public static class Removed
{
    public const string Mark = "[removed]";
}
