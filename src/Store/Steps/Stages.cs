namespace Pipeline.Store.Steps;

/// <summary>The stages by name: in the store, in queue names, in metrics and on the command line alike.</summary>
public static class Stages
{
    public const string Intake = "intake";
    public const string Validation = "validation";
    public const string Session = "session";
    public const string Submission = "submission";
    public const string Reconciliation = "reconciliation";
    public const string Analytics = "analytics";

    /// <summary>Cancels, a queue of their own in the submission worker: they must not wait behind new orders.</summary>
    public const string Cancel = "cancel";

    /// <summary>Acts of operators, which come without a message.</summary>
    public const string Operator = "operator";

    /// <summary>The door: who was not let in.</summary>
    public const string Access = "access";

    /// <summary>Notices to OpenClaw, which no message calls for.</summary>
    public const string Notices = "notices";

    /// <summary>Whoever looks at the journal from beside: counts, briefs, what must never happen.</summary>
    public const string Monitoring = "monitoring";

    public static IReadOnlyList<string> All { get; } = [Intake, Validation, Session, Submission, Reconciliation, Analytics];

    /// <summary>
    /// The step that one attempt's message calls for. What happens once per order and pass is named by its stage alone;
    /// from the claim on it happens once per attempt.
    /// </summary>
    public static string StepOf(string stage, int attempt) => attempt == 1 ? stage : $"{stage}/{attempt}";

    /// <summary>The stage that a step is of.</summary>
    public static string OfStep(string step) => step.Split('/')[0];

    /// <summary>The step of reconciliation that takes in what submission said about one attempt.</summary>
    public static string OutcomeStep(string messageType, int attempt) => $"{Reconciliation}:{messageType}/{attempt}";
}
