using Pipeline.Store.Steps;

namespace Pipeline.Bus;

/// <summary>Every queue by name: one a worker, one for cancels, one for the order sagas, and one for the news of each who listens. Each has an <c>_error</c> and a <c>_skipped</c> queue beside it, which are drained into the store.</summary>
public static class QueueNames
{
    public const string Intake = Stages.Intake;
    public const string Validation = Stages.Validation;
    public const string Session = Stages.Session;
    public const string Submission = Stages.Submission;
    public const string Reconciliation = Stages.Reconciliation;
    public const string Analytics = Stages.Analytics;

    /// <summary>Cancels: consumed by the submission worker beside its own queue, so that they pass new orders that wait.</summary>
    public const string Cancel = Stages.Cancel;

    /// <summary>The order sagas: they belong to reconciliation, but take no turn of its own queue.</summary>
    public const string OrderSaga = "order-saga";

    /// <summary>News for the order sagas, many pieces a message. What comes to <see cref="OrderSaga"/> are single ones: replays, and what workers of older versions say.</summary>
    public const string OrderSagaNews = OrderSaga + NewsOf;

    /// <summary>News for analytics, as <see cref="OrderSagaNews"/>.</summary>
    public const string AnalyticsNews = Analytics + NewsOf;

    private const string NewsOf = "-news";

    /// <summary>The exchange to which foreign clients publish intents as plain JSON.</summary>
    public const string IntentsExchange = "intents";

    public static IReadOnlyList<string> All { get; } = [Intake, Validation, Session, Submission, Cancel, Reconciliation, Analytics, OrderSaga, AnalyticsNews, OrderSagaNews];

    /// <summary>Whose queue it is: who listens has two.</summary>
    public static string OwnerOf(string queue) => queue.EndsWith(NewsOf, StringComparison.Ordinal) ? queue[..^NewsOf.Length] : queue;

    /// <summary>Where messages end that the broker has delivered too often. What a worker could not process is in the store.</summary>
    public static string ErrorOf(string queue) => queue + "_error";

    /// <summary>Where messages ended that none of the queue's consumers takes, before the pipeline kept them itself.</summary>
    public static string SkippedOf(string queue) => queue + "_skipped";
}
