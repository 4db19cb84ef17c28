namespace Pipeline.Faults;

/// <summary>One intent of one line that an agent wants published, and what it was told.</summary>
/// <param name="key">Its Idempotency-Key, the same on every retry.</param>
/// <param name="body">The document.</param>
public sealed class Attempt(string key, string body)
{
    private readonly Lock gate = new();

    public string Key { get; } = key;

    public string Body { get; } = body;

    /// <summary>The order that the 202 named; null while there was none. A broker that takes an intent names none.</summary>
    public string? ClOrdId { get; private set; }

    /// <summary>From the first request to the acknowledgement, a 202 or a broker's confirmation; null while there is none.</summary>
    public TimeSpan? Waited { get; private set; }

    public bool IsAcknowledged => Waited is not null;

    /// <summary>What an agent must never be told: another order for the same key, a refusal of a good intent.</summary>
    public string? Fault { get; private set; }

    public void Accept(string clOrdId, TimeSpan waited)
    {
        lock (gate)
        {
            if (ClOrdId is not null && ClOrdId != clOrdId)
            {
                Fault = $"{Key} was answered with order {ClOrdId}, then with {clOrdId}";
            }

            ClOrdId ??= clOrdId;
            Waited ??= waited;
        }
    }

    public void Confirm(TimeSpan waited)
    {
        lock (gate)
        {
            Waited ??= waited;
        }
    }

    public void Blame(string fault)
    {
        lock (gate)
        {
            Fault = $"{Key}: {fault}";
        }
    }
}
