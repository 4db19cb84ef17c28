namespace Pipeline.Peers;

/// <summary>What one system was like under one load, over all its rounds.</summary>
/// <param name="System">Which.</param>
/// <param name="Load">Orders a second on a fixed schedule; null for as many as go through.</param>
/// <param name="Orders">How many were measured.</param>
/// <param name="P50Ms">From taken in to the call of the venue, median, milliseconds; null without a schedule.</param>
/// <param name="P99Ms">99th percentile.</param>
/// <param name="P999Ms">99.9th percentile.</param>
/// <param name="WholeP50Ms">From handed in to the call of the venue, median: what a system does before it has recorded an order is in it, too.</param>
/// <param name="WholeP99Ms">99th percentile of the same.</param>
/// <param name="Rate">Orders a second that went the whole way; null with a schedule.</param>
/// <param name="CpuMs">Time of a processor that an order took in the process, the load's own included, milliseconds.</param>
/// <param name="AllocatedKb">Memory that an order allocated, the load's own included, kilobytes.</param>
/// <param name="PeakMb">The most memory the process had resident, megabytes.</param>
internal sealed record Measurement(
    string System, int? Load, int Orders, double? P50Ms, double? P99Ms, double? P999Ms, double? WholeP50Ms, double? WholeP99Ms, double? Rate, double CpuMs, double AllocatedKb, double PeakMb);

/// <summary>One round of one system, in a process of its own.</summary>
/// <param name="Times">Milliseconds from taken in to the call of the venue, of every order; none without a schedule.</param>
/// <param name="WholeTimes">The same from handed in.</param>
/// <param name="Orders">How many were measured.</param>
/// <param name="Seconds">How long it took until the last of them had gone the whole way; 0 with a schedule.</param>
/// <param name="CpuMs">Time of a processor in the process.</param>
/// <param name="AllocatedKb">Memory allocated.</param>
/// <param name="PeakMb">The most memory the process had resident.</param>
internal sealed record Round(double[] Times, double[] WholeTimes, int Orders, double Seconds, double CpuMs, double AllocatedKb, double PeakMb);
