namespace Pipeline.Simulation.Processes;

/// <summary>Defects that a scenario asks for: a stage breaks over an order's messages, so often.</summary>
internal sealed class StageFaults
{
    private readonly Dictionary<(string Stage, string ClOrdId, bool IsAfter), int> left = [];

    public void Add(string stage, string clOrdId, int times, bool isAfter) => left[(stage, clOrdId, isAfter)] = left.GetValueOrDefault((stage, clOrdId, isAfter)) + times;

    /// <summary>How many messages a stage has still to break over.</summary>
    public int Left(string stage, string clOrdId, bool isAfter) => left.GetValueOrDefault((stage, clOrdId, isAfter));

    /// <summary>Breaks here where that is asked for.</summary>
    /// <exception cref="InvalidOperationException">It is.</exception>
    public void Break(string stage, string clOrdId, bool isAfter)
    {
        if (left.GetValueOrDefault((stage, clOrdId, isAfter)) is > 0 and var times)
        {
            left[(stage, clOrdId, isAfter)] = times - 1;
            throw new InvalidOperationException($"{stage} has a defect in this simulation");
        }
    }
}
