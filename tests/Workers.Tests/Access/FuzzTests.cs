using NUnit.Framework;
using Pipeline.Host.Bench;
using Pipeline.Simulation.Fuzzing;

namespace Pipeline.Workers.Tests.Access;

public sealed class FuzzTests
{
    private const int Documents = 100_000;

    [Test]
    public void Whatever_is_sent_is_answered_and_what_is_taken_is_what_was_sent()
    {
        var result = IntentFuzz.Run(20260102, Documents);

        Assert.That(result.Faults, Is.Empty);
        Assert.That(result.Accepted, Is.InRange(Documents / 50, Documents / 2), "enough of either kind, or the mutations prove nothing");
        Assert.That(result.Refused, Has.Count.GreaterThan(15), "the mutations come by nearly every reason there is");
    }

    [Test]
    public void No_document_costs_more_memory_than_its_size_explains() =>
        Assert.That(
            ParserBench.Run([8_000, 64_000]).Chunk(2).Where(pair => pair[1].Allocated / pair[0].Allocated > 2.0 * pair[1].Bytes / pair[0].Bytes).Select(pair => pair[1]), Is.Empty);
}
