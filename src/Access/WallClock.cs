namespace Pipeline.Access;

/// <summary>The machine's clock. Signatures and keys live in the world's time, whatever hour a rehearsal has.</summary>
public sealed record WallClock(TimeProvider Time)
{
    public DateTimeOffset Now => Time.GetUtcNow();
}
