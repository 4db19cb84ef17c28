namespace Pipeline.Trading.Intents;

/// <summary>
/// Collects what is wrong. Lists the first hundred and counts the rest, so that a hostile document
/// costs no more to answer than an honest one and still hears of everything.
/// </summary>
internal sealed class FaultList
{
    private const int MaxListed = 100;

    private readonly List<IntentFault> _listed = [];
    private int _count;

    public bool IsEmpty => _count == 0;

    public void Add(DocumentPath path, string code, string message)
    {
        _count++;
        // A path is only spelled out when it is listed: keys may be long and faults many.
        if (_listed.Count < MaxListed) _listed.Add(new IntentFault(path.ToString(), code, message));
    }

    public IReadOnlyList<IntentFault> ToList() => _count == _listed.Count
        ? [.. _listed]
        : [.. _listed, new IntentFault("$", IntentFaultCodes.MoreFaults, $"{_count - MaxListed} more faults are not listed.")];
}
