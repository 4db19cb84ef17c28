using Pipeline.Store;
using Pipeline.Store.Tables;

namespace Pipeline.Bus.FollowUps;

/// <summary>Marks follow-ups as sent, as many as came together in one write that rides along. A mark that is lost with the process has its follow-up sent once more.</summary>
internal sealed class SentMarks(IStore store, TimeProvider clock)
{
    private readonly Lock gate = new();
    private List<FollowUp>? waiting;

    public void Add(FollowUp followUp)
    {
        lock (gate)
        {
            if (waiting is null)
            {
                List<FollowUp> riding = waiting = [];
                store.RideAlong(session => FollowUpTable.MarkSent(session, Departing(riding), clock.GetUtcNow()));
            }

            waiting.Add(followUp);
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
