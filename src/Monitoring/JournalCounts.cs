using System.Text.Json;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Metering;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;
using Prometheus;

namespace Pipeline.Monitoring;

/// <summary>Counts what the journal has, after the fact: nothing on an order's way knows of it.</summary>
internal sealed class JournalCounts
{
    private const int MostRemembered = 10_000;

    private static readonly Label Code = Label.OrOther("code", DenialCodes.All);
    private static readonly Label Rejection = Label.OrOther("code", RejectionCodes.All);
    private static readonly Label Stage = Label.OrOther("stage", [Stages.Validation, Stages.Session, Stages.Submission, Stages.Reconciliation, Stages.Operator, Stages.Intake]);

    private static readonly Counter Denials = Meters.Counter("pipeline_denials_total", "orders", "Orders that the pipeline has denied, by who did and why.", Stage, Code);

    private static readonly Counter Rejects = Meters.Counter(
        "pipeline_venue_rejects_total", "orders", "Orders that a venue has rejected, in an answer or in a report, once each.", Label.Open("venue", "the venue's name"), Rejection);

    private static readonly Counter Unresolved = Meters.Counter(
        "pipeline_unresolved_total", "sends", "Sends whose outcome nobody knew at first.");

    private static readonly Counter Alerts = Meters.Counter(
        "pipeline_alerts_total", "alerts", "Alerts that the pipeline has raised.",
        Label.Of("alert", Alert.All.Select(alert => alert.Code)), Label.Of("severity", ["page", "ticket"]));

    private static readonly Counter Replays = Meters.Counter("pipeline_replays_total", "messages", "Dead letters that a person has had replayed.");

    private static readonly Counter Archived = Meters.Counter("pipeline_orders_archived_total", "orders", "Orders whose stories were moved into a file by `pipeline archive`.");

    private readonly string venue;
    private readonly HashSet<string> rejected = [];
    private readonly Queue<string> oldest = [];

    /// <param name="venue">The venue of this installation.</param>
    public JournalCounts(string venue)
    {
        this.venue = venue;
        foreach (var code in Rejection.Values)
        {
            Rejects.WithLabels(venue, code).Publish();
        }
    }

    public void Count(JournalEntry entry)
    {
        switch (entry.Kind)
        {
            case JournalKinds.AlertRaised:
                Alerts.WithLabels(Text(entry, "code"), Text(entry, "severity")).Inc();
                break;
            case nameof(OrderDenied):
                Denials.WithLabels(Stage.ValueOf(entry.Stage), Code.ValueOf(Text(entry, "code"))).Inc();
                break;
            case nameof(OrderHeld) when Text(entry, "code") == "DUPLICATE_SUSPECT":
                Duplicates.Count(Duplicates.Suspected);
                break;
            case nameof(OrderRejected) when IsFirst(entry):
                Rejects.WithLabels(venue, Rejection.ValueOf(Text(entry, "code"))).Inc();
                break;
            case nameof(ExecutionReport) when IsFirst(entry):
                Rejects.WithLabels(venue, Rejection.ValueOf(TextOr(entry, "code", RejectionCodes.ByReport))).Inc();
                break;
            case JournalKinds.DeadLetterReplayed:
                Replays.Inc();
                break;
            case JournalKinds.OrdersArchived:
                Archived.Inc(Number(entry, "orders"));
                break;
            case nameof(SubmissionUnresolved):
                Unresolved.Inc();
                break;
        }
    }

    // The answer and the stream may both say it.
    private bool IsFirst(JournalEntry entry)
    {
        if (entry.ClOrdId is not { } order || !rejected.Add(order))
        {
            return false;
        }

        oldest.Enqueue(order);
        if (oldest.Count > MostRemembered)
        {
            rejected.Remove(oldest.Dequeue());
        }

        return true;
    }

    private static long Number(JournalEntry entry, string name)
    {
        using var document = JsonDocument.Parse(entry.Data);
        return document.RootElement.GetProperty(name).GetInt64();
    }

    private static string Text(JournalEntry entry, string name) => TextOr(entry, name, Label.Other);

    private static string TextOr(JournalEntry entry, string name, string or)
    {
        using var document = JsonDocument.Parse(entry.Data);
        return document.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : or;
    }
}
