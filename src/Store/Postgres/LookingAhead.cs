namespace Pipeline.Store.Postgres;

/// <summary>Has what somebody is going to read fetched together.</summary>
internal static class LookingAhead
{
    /// <summary>For several, in two goes: first what all of them can name, then what they can name once that is known; what is left each of them asks for itself.</summary>
    public static void Of(PostgresPipe pipe, StoreSession session, IReadOnlyCollection<Action<StoreSession>> reads)
    {
        Name(pipe, session, reads);
        pipe.Flush();
        Name(pipe, session, reads);
    }

    /// <summary>What it can name at once, where no transaction has begun.</summary>
    public static void AsOne(PostgresPipe pipe, StoreSession session, Action<StoreSession> reads)
    {
        Name(pipe, session, [reads]);
        pipe.FlushAsOne();
    }

    private static void Name(PostgresPipe pipe, StoreSession session, IReadOnlyCollection<Action<StoreSession>> reads)
    {
        foreach (var each in reads)
        {
            try
            {
                pipe.Ahead(() => each(session));
            }
            catch (Exception)
            {
                // Nothing is asked of the server here, and what it makes of the half that is known says nothing: who reads in earnest sees all of it, and says what is wrong.
            }
        }
    }
}
