namespace Pipeline.Metering;

/// <summary>Something of a process that is looked at every second beside all others, and costs nothing in between.</summary>
public interface IProcessGauge
{
    /// <summary>Sets its gauges to what is.</summary>
    void Observe();
}
