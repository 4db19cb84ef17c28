using Pipeline.Simulation.Audits;
using Pipeline.Simulation.Venues;
using Pipeline.Simulation.VenueSimulator;

namespace Pipeline.Simulation.Scenarios;

/// <summary>Writes down what happens in a world: messages, calls of the venue, entries of the journal, deaths.</summary>
internal static class Tracing
{
    public static void Connect(World world, VenueConnection venue, Audit audit, Trace trace, OrderNames names)
    {
        world.Bus.Took += followUp => trace.Add(world.Now, "bus", $"{followUp.Message.GetType().Name} {names.NameOf(followUp.Message.ClOrdId)} pass {followUp.Message.Pass}");
        world.DutyFailed += (node, duty, e) => trace.Add(world.Now, node.Process.Name, $"{duty} failed: {e.GetType().Name}: {e.Message}");
        world.Started += node =>
        {
            node.Process.Died += process => trace.Add(world.Now, process.Name, "dies");
            node.Process.Trapped += (process, place) => trace.Add(world.Now, process.Name, $"reaches {place}");
        };
        venue.Leaving += (process, request) => trace.Add(world.Now, process.Name, $"{request.Method} {request.Path}{request.Query}");
        venue.Answered += (process, request, response) => trace.Add(
            world.Now, "venue", $"{request.Method} {request.Path}: {Describe(response)}");
        audit.Journaled += entry => trace.Add(
            world.Now, "journal", $"{entry.Seq} {entry.Kind} {(entry.ClOrdId is null ? "" : names.NameOf(entry.ClOrdId))} {entry.Data}");
    }

    private static string Describe(SimulatedResponse response) => response.Broken is { } broken ? broken.ToString() : $"{response.Status}";
}
