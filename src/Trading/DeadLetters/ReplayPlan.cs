namespace Pipeline.Trading.DeadLetters;

/// <summary>What a replay of a dead letter does, or would do now. A closed set.</summary>
public abstract record ReplayPlan
{
    private ReplayPlan()
    {
    }

    /// <summary>In one sentence, for the person.</summary>
    public abstract string Says { get; }

    /// <summary>Whether anything is done.</summary>
    public virtual bool IsAct => true;

    /// <summary>An intent goes to intake again, through the strict parser and every check.</summary>
    public sealed record TakeAgain : ReplayPlan
    {
        public override string Says => "Intake reads it again, strictly; a line that is known already makes no second order";
    }

    /// <summary>An order that was never sent begins at validation, in a new pass, through every check.</summary>
    /// <param name="Pass">The new pass.</param>
    public sealed record CheckAgain(int Pass) : ReplayPlan
    {
        public override string Says => $"The order was never sent: it begins at validation in pass {Pass}, and every check runs";
    }

    /// <summary>An order that may have been sent is the resolver's: it asks the venue, and nothing is sent before it knows.</summary>
    public sealed record AskVenue : ReplayPlan
    {
        public override string Says => "The order may be at the venue: the resolver asks there, and nothing is sent before it knows";
    }

    /// <summary>The message goes to its queue again as it is; its consumer takes in once whatever it says.</summary>
    /// <param name="Why">Why that is safe.</param>
    public sealed record DeliverAgain(string Why) : ReplayPlan
    {
        public override string Says => $"Its queue gets it again: {Why}";
    }

    /// <summary>There is nothing left to do for it.</summary>
    /// <param name="Code">Stable code: ORDER_DONE, LATER_PASS, ORDER_HELD.</param>
    /// <param name="Why">Why.</param>
    public sealed record Nothing(string Code, string Why) : ReplayPlan
    {
        public override string Says => Why;

        public override bool IsAct => false;
    }

    /// <summary>It can't be replayed now.</summary>
    /// <param name="Code">Stable code: NOT_OPEN, NOT_IMPORTED, UNKNOWN_ORDER, UNREADABLE.</param>
    /// <param name="Why">Why, and what to do instead.</param>
    public sealed record Impossible(string Code, string Why) : ReplayPlan
    {
        public override string Says => Why;

        public override bool IsAct => false;
    }
}
