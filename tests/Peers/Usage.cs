using System.Diagnostics;

namespace Pipeline.Peers;

/// <summary>What this process has used since a moment.</summary>
internal sealed class Usage
{
    private readonly TimeSpan cpu = Environment.CpuUsage.TotalTime;
    private readonly long allocated = GC.GetTotalAllocatedBytes();

    public double CpuMs => (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds;

    public double AllocatedKb => (GC.GetTotalAllocatedBytes() - allocated) / 1024.0;

    public static double PeakMb
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return process.PeakWorkingSet64 / 1024.0 / 1024.0;
        }
    }
}
