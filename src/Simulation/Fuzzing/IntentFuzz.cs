using System.Text;
using Pipeline.Trading.Intents;

namespace Pipeline.Simulation.Fuzzing;

/// <summary>Sends spoiled intents to the parser and has an oracle judge every answer.</summary>
public static class IntentFuzz
{
    private const int MostListed = 20;

    /// <param name="seed">The same seed, the same documents.</param>
    /// <param name="documents">How many.</param>
    public static FuzzResult Run(int seed, int documents)
    {
        var mutator = new IntentMutator(seed);
        var (accepted, faults) = (0, new List<string>());
        var codes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < documents && faults.Count < MostListed; i++)
        {
            var document = mutator.Next();
            if (Judge(document, codes, ref accepted) is { } fault)
            {
                faults.Add($"document {i}: {fault}: {Encoding.UTF8.GetString(document)}");
            }
        }

        return new FuzzResult(seed, documents, accepted, codes, faults);
    }

    private static string? Judge(byte[] document, SortedDictionary<string, int> codes, ref int accepted)
    {
        IntentParseResult result;
        try
        {
            result = IntentParser.Parse(document);
        }
        catch (Exception e)
        {
            // Whatever it throws is what is looked for.
            return $"crashed: {e}";
        }

        switch (result)
        {
            case IntentParseResult.Parsed:
                accepted++;
                break;
            case IntentParseResult.Refused(var faults):
                foreach (var code in faults.Select(fault => fault.Code).Distinct())
                {
                    codes[code] = codes.GetValueOrDefault(code) + 1;
                }

                break;
        }

        return IntentOracle.Fault(document, result);
    }
}

/// <param name="Seed">Of the documents.</param>
/// <param name="Documents">How many were sent.</param>
/// <param name="Accepted">How many were taken.</param>
/// <param name="Refused">How many were refused for each code; a document has one or more.</param>
/// <param name="Faults">What was wrong: a crash, a wrong acceptance, a refusal without place or reason. Empty is good.</param>
public sealed record FuzzResult(int Seed, int Documents, int Accepted, IReadOnlyDictionary<string, int> Refused, IReadOnlyList<string> Faults);
