namespace Pipeline.Reconciliation;

/// <summary>
/// How long a duty keeps in mind that the venue wants to be left alone. Until that is over nobody in the process calls it anyway; but a person may end it before, so
/// it is asked after again.
/// </summary>
internal static class VenuePauses
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    public static TimeSpan InARow(TimeSpan asked) => asked < Longest ? asked : Longest;
}
