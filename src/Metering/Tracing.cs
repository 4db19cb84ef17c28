using System.Diagnostics;

namespace Pipeline.Metering;

/// <summary>
/// The pipeline's own spans. An order is one trace, from the request that brought it to its last fill, whichever processes work on it. While
/// nobody listens nothing is made, and nothing is looked up.
/// </summary>
public static class Tracing
{
    /// <summary>The name of the source, for whoever exports it.</summary>
    public const string SourceName = "Pipeline";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Whether somebody listens.</summary>
    public static bool IsOn => Source.HasListeners();

    /// <summary>The W3C traceparent of what happens now; null where nobody listens.</summary>
    public static string? Current => IsOn && Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.Id : null;

    /// <summary>Begins a span about an order, within what happens now.</summary>
    public static Activity? Start(string name, ActivityKind kind, string clOrdId) => Source.StartActivity(name, kind)?.SetTag("cl_ord_id", clOrdId);

    /// <summary>Adds a span about an order that is over, within what happens now.</summary>
    public static void Note(string name, ActivityKind kind, string clOrdId, DateTimeOffset began, TimeSpan took)
    {
        using var span = Source.StartActivity(name, kind, Activity.Current?.Context ?? default, startTime: began)?.SetTag("cl_ord_id", clOrdId);
        span?.SetEndTime((began + took).UtcDateTime);
    }

    /// <summary>Begins a span about an order that nothing has led here but the store: it goes on in the order's trace.</summary>
    /// <param name="name">What is done.</param>
    /// <param name="kind">Which side of a call it is.</param>
    /// <param name="clOrdId">The order.</param>
    /// <param name="traceParent">Finds where the order's trace began; asked only when somebody listens.</param>
    public static Activity? Resume(string name, ActivityKind kind, string clOrdId, Func<string?> traceParent) =>
        IsOn && ActivityContext.TryParse(traceParent(), null, isRemote: true, out var parent)
            ? Source.StartActivity(name, kind, parent)?.SetTag("cl_ord_id", clOrdId)
            : null;
}
