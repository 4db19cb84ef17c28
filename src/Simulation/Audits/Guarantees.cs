namespace Pipeline.Simulation.Audits;

/// <summary>What is checked in every run, by code.</summary>
internal static class Guarantees
{
    /// <summary>A ClOrdId has at most one order at the venue, and a slot too, whatever a lost store has forgotten.</summary>
    public const string OneOrder = "ONE_ORDER";

    /// <summary>Nothing is sent without a claim that is durable, open and not past its deadline.</summary>
    public const string ClaimBeforeSend = "CLAIM_BEFORE_SEND";

    /// <summary>Nothing is sent after its <c>valid_until</c>.</summary>
    public const string SentWhileValid = "SENT_WHILE_VALID";

    /// <summary>Nothing is sent outside the session.</summary>
    public const string SentInSession = "SENT_IN_SESSION";

    /// <summary>Nothing is granted while it is halted, or after its cancel was asked for.</summary>
    public const string GrantedWhileAllowed = "GRANTED_WHILE_ALLOWED";

    /// <summary>Nothing is sent while a halt stops it, or the halt file is there.</summary>
    public const string SentWhileAllowed = "SENT_WHILE_ALLOWED";

    /// <summary>Over all attempts of a line, what is filled, open and unresolved is never more than it asks for.</summary>
    public const string Conservation = "CONSERVATION";

    /// <summary>An order that replaces another is never at the venue while that one may still trade.</summary>
    public const string OneAtATime = "ONE_AT_A_TIME";

    /// <summary>An order ends as rejected or denied only when the venue said so, or truly does not have it.</summary>
    public const string EndIsProven = "END_IS_PROVEN";

    /// <summary>Once quiet, the ledger has exactly the venue's executions, and the positions they make.</summary>
    public const string LedgerEqualsVenue = "LEDGER_EQUALS_VENUE";

    /// <summary>Once quiet, the tables are what <c>ledger verify</c> makes anew from the journal.</summary>
    public const string LedgerIsItsJournals = "LEDGER_IS_ITS_JOURNALS";

    /// <summary>The exposure of a symbol is the sum of what its orders have reserved.</summary>
    public const string ExposureIsReserved = "EXPOSURE_IS_RESERVED";

    /// <summary>Every line that an agent was told is taken is somewhere.</summary>
    public const string NothingLost = "NOTHING_LOST";

    /// <summary>Every order has a timeline, and every denied one a code.</summary>
    public const string Explained = "EXPLAINED";

    public static IReadOnlyList<string> All { get; } =
    [
        OneOrder, ClaimBeforeSend, SentWhileValid, SentInSession, GrantedWhileAllowed, SentWhileAllowed, Conservation, OneAtATime, EndIsProven, LedgerEqualsVenue,
        LedgerIsItsJournals, ExposureIsReserved, NothingLost, Explained,
    ];
}
