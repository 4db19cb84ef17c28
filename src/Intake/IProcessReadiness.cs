namespace Pipeline.Intake;

/// <summary>What a process says of itself: each part that it needs with <c>ok</c>, or what is wrong.</summary>
public interface IProcessReadiness
{
    IReadOnlyDictionary<string, string> Checks();
}
