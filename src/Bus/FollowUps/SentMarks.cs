using Pipeline.Store;
using Pipeline.Store.Tables;

namespace Pipeline.Bus.FollowUps;

/// <summary>Marks follow-ups as sent, as many as came together in one write that rides along. A mark that is lost with the process has its follow-up sent once more.</summary>
public sealed class SentMarks(IStore store, TimeProvider clock)
{
    /// <summary>Most marks of one ride, and so the most that are lost with one that the store drops.</summary>
    private const int Most = 256;

    private readonly Lock gate = new();
    private List<FollowUp>? waiting;

    public void Add(FollowUp followUp)
    {
        List<FollowUp>? first = null;
        lock (gate)
        {
            if (waiting is null || waiting.Count >= Most)
            {
                waiting = first = [];
            }

            waiting.Add(followUp);
        }

        if (first is { } riding)
        {
            store.RideAlong(session => FollowUpTable.MarkSent(session, Departing(riding), clock.GetUtcNow()));
        }
    }

    // It may ride again when its commit fails, with nobody new.
    private List<FollowUp> Departing(List<FollowUp> riding)
    {
        lock (gate)
        {
            if (waiting == riding)
            {
                waiting = null;
            }
        }

        return riding;
    }
}
