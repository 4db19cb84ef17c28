namespace Pipeline.Trading.Reconciliation;

/// <summary>What the evidence about an unresolved send proves. A closed set.</summary>
public abstract record Resolution
{
    /// <summary>Complete, late absences in a row that prove it: a single not-found is no proof, since a venue's views lag.</summary>
    public const int AbsencesNeeded = 2;

    private Resolution()
    {
    }

    /// <summary>The venue has it.</summary>
    public sealed record AtVenue : Resolution;

    /// <summary>The venue has something else under our id: nobody's success, and a person must look.</summary>
    public sealed record Collision : Resolution;

    /// <summary>The venue does not have it and will not get it any more.</summary>
    /// <param name="Proof">For the record.</param>
    public sealed record Absent(string Proof) : Resolution;

    /// <summary>Nothing is proven yet.</summary>
    /// <param name="Finding">What stands in the way.</param>
    /// <param name="Absences">Complete late absences in a row, this one included.</param>
    /// <param name="Why">For people.</param>
    public sealed record StillUnknown(Finding Finding, int Absences, string Why) : Resolution;

    /// <summary>Judges one round of questions about a claim.</summary>
    /// <param name="round">The answers, in the order in which they were asked; one that settles the matter may be the last.</param>
    /// <param name="isComplete">Whether every question there is was asked.</param>
    /// <param name="absencesBefore">Complete late absences in a row, this round not included.</param>
    public static Resolution Judge(IReadOnlyList<Evidence> round, bool isComplete, int absencesBefore)
    {
        if (round.FirstOrDefault(evidence => evidence.Finding == Finding.OtherTerms) is not null)
        {
            return new Collision();
        }

        if (round.Any(evidence => evidence.Finding == Finding.Found))
        {
            return new AtVenue();
        }

        if (round.FirstOrDefault(evidence => evidence.Finding != Finding.LateNotFound) is { } open)
        {
            return new StillUnknown(open.Finding, 0, $"{open.Question}: {open.Finding}{(open.Detail is null ? "" : $", {open.Detail}")}");
        }

        var absences = absencesBefore + 1;
        return !isComplete || round.Count == 0 || absences < AbsencesNeeded
            ? new StillUnknown(Finding.LateNotFound, isComplete ? absences : absencesBefore, $"absence {absences} of {AbsencesNeeded}")
            : new Absent($"not found {absences} times in a row: {string.Join(", ", round.Select(evidence => $"{evidence.Question} at {evidence.At:O}"))}");
    }
}
