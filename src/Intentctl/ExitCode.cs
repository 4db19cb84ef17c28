namespace Pipeline.Intentctl;

/// <summary>How the program ends. Its help lists them; agents rely on the numbers.</summary>
internal enum ExitCode
{
    /// <summary>Accepted, known, or done.</summary>
    Ok = 0,

    /// <summary>The request is wrong: command line, file, document, id or credentials. Nothing was recorded; mend it.</summary>
    Invalid = 1,

    /// <summary>A rule of the pipeline, or the venue, has refused it: the same decision is not to be tried again.</summary>
    Rejected = 2,

    /// <summary>The same was taken before, and the earlier order stands: success.</summary>
    Duplicate = 3,

    /// <summary>The plan's place is taken by an order with other terms. Nothing was recorded.</summary>
    Conflict = 4,

    /// <summary>The order may be at the venue, and nobody knows yet: query, never submit it again.</summary>
    Unknown = 5,

    /// <summary>The pipeline has not answered, or can't now: the same command again, with the same rebalance id.</summary>
    Unavailable = 6,
}
