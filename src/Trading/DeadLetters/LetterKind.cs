namespace Pipeline.Trading.DeadLetters;

/// <summary>What a dead letter's message is for: that decides what a replay of it may do.</summary>
public enum LetterKind
{
    /// <summary>An intent, before anybody has read it.</summary>
    Intent,

    /// <summary>A call for a check or a send of an order: its way to the venue ended here.</summary>
    Way,

    /// <summary>A call to cancel an order at the venue.</summary>
    Cancel,

    /// <summary>What the venue has said about an order, or that it has not answered.</summary>
    Report,

    /// <summary>News of an order for those who only listen: its saga, analytics.</summary>
    News,
}

/// <summary>Tells kinds apart by the stage that could not process the message.</summary>
public static class LetterKinds
{
    /// <param name="stage">The stage, by name.</param>
    public static LetterKind Of(string stage) => stage switch
    {
        "intake" => LetterKind.Intent,
        "validation" or "session" or "submission" => LetterKind.Way,
        "cancel" => LetterKind.Cancel,
        "reconciliation" => LetterKind.Report,
        _ => LetterKind.News,
    };
}
