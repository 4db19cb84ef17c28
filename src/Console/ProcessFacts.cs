using Pipeline.Trading.Limits;

namespace Pipeline.WebConsole;

/// <summary>What the process knows of itself and the console shows.</summary>
/// <param name="Venue">The venue that orders go to.</param>
/// <param name="Account">The account there.</param>
/// <param name="Transport">memory or rabbitmq.</param>
/// <param name="Workers">The workers that it hosts.</param>
/// <param name="LimitDefaults">Global limits where the limits file says nothing.</param>
/// <param name="Checks">Each part with ok or what is wrong, as readiness has it.</param>
public sealed record ProcessFacts(
    string Venue, string Account, string Transport, IReadOnlyList<string> Workers, LimitSet LimitDefaults, Func<IReadOnlyDictionary<string, string>> Checks);
