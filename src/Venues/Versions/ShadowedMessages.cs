using System.Text.Json;
using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Versions;

/// <summary>Has two versions read the same message of a stream, and tells in which fields of what came of it they differ. Pure but for the telling.</summary>
internal static class ShadowedMessages
{
    private const string Call = "stream message";

    public static void Compare(ReadOnlyMemory<byte> message, MessageReader works, MessageReader shadow, Action<AdapterDifference> differs)
    {
        var (ours, theirs) = (Reading(message, works), Reading(message, shadow));
        var clOrdId = ours.OfType<ExecutionReport>().FirstOrDefault()?.ClOrdId;
        if (!ours.Select(each => each.GetType()).SequenceEqual(theirs.Select(each => each.GetType())))
        {
            differs(new AdapterDifference(Call, "reading", clOrdId, Text(ours), Text(theirs)));
            return;
        }

        foreach (var (one, other) in ours.Zip(theirs))
        {
            foreach (var field in one.GetType().GetProperties().Where(field => field.GetIndexParameters().Length == 0))
            {
                var (said, read) = (JsonSerializer.Serialize(field.GetValue(one)), JsonSerializer.Serialize(field.GetValue(other)));
                if (said != read)
                {
                    differs(new AdapterDifference(Call, $"{one.GetType().Name} {field.Name}", clOrdId, said, read));
                }
            }
        }
    }

    // That it breaks, whatever it is that breaks, is what is to be found out.
    private static IReadOnlyList<object> Reading(ReadOnlyMemory<byte> message, MessageReader read)
    {
        try
        {
            return read(message);
        }
        catch (Exception e)
        {
            return [$"{e.GetType().Name}: {e.Message}"];
        }
    }

    private static string Text(IReadOnlyList<object> reading) => reading.Count == 0 ? "nothing" : string.Join(", ", reading.Select(each => $"{each.GetType().Name} {JsonSerializer.Serialize(each, each.GetType())}"));
}
