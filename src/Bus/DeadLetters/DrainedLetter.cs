using Pipeline.Store.Tables;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Pipeline.Bus.DeadLetters;

/// <summary>Makes a dead letter of a message that the broker itself has dead-lettered, or an earlier version of the pipeline has moved.</summary>
internal static class DrainedLetter
{
    /// <param name="drained">The queue that it was taken from: of errors, or of what was skipped.</param>
    /// <param name="delivery">The message.</param>
    /// <param name="now">The time.</param>
    public static DeadLetter Of(string drained, BasicDeliverEventArgs delivery, DateTimeOffset now)
    {
        var queue = QueueNames.All.Single(known => drained == QueueNames.ErrorOf(known) || drained == QueueNames.SkippedOf(known));
        var body = delivery.Body.ToArray();
        var (headers, glance) = (delivery.BasicProperties.Headers, EnvelopeGlance.Of(body));
        var type = glance.MessageType ?? EnvelopeGlance.Short(HeaderText.Find(headers, "MT-Fault-MessageType"));
        var (exceptionType, reason, exception) = FailureOf(drained, queue, headers, type);
        return new DeadLetter(
            queue, string.IsNullOrWhiteSpace(delivery.BasicProperties.MessageId) ? glance.MessageId : delivery.BasicProperties.MessageId, type, glance.ClOrdId,
            exceptionType, reason, exception, HeaderText.Of(delivery.BasicProperties), body, now)
        {
            Queue = queue, ContentType = delivery.BasicProperties.ContentType, IntentId = glance.IntentId, Pass = glance.Pass,
            IsMoved = HeaderText.Find(headers, "MT-Fault-ExceptionType") is not null, FaultId = FaultOf(drained, delivery.BasicProperties, body), IsRedelivered = delivery.Redelivered,
            ReplayOf = long.TryParse(HeaderText.Find(headers, HeaderText.Replay), out var mark) ? mark : null,
        };
    }

    private static (string Type, string Reason, string Exception) FailureOf(string drained, string queue, IDictionary<string, object?>? headers, string? type) =>
        HeaderText.Find(headers, "MT-Fault-ExceptionType") is { } fault
            ? (fault[(fault.LastIndexOf('.') + 1)..], HeaderText.Find(headers, "MT-Fault-Message") ?? "", $"{fault}: {HeaderText.Find(headers, "MT-Fault-Message")}\n{HeaderText.Find(headers, "MT-Fault-StackTrace")}")
        : drained == QueueNames.SkippedOf(queue) ? (ReceivedLetter.Skipped, $"No consumer of {queue} takes a message of type {type ?? "(none)"}", "")
        : ("BrokerDeadLetter", $"The broker took it off {queue}: {CauseOf(headers)}", HeaderText.Find(headers, "x-death") ?? "");

    private static string CauseOf(IDictionary<string, object?>? headers) => HeaderText.Find(headers, "x-first-death-reason") switch
    {
        "delivery_limit" => "it was delivered too often without being acknowledged",
        { } other => other,
        null => "it does not say why",
    };

    // The broker's record of one failure.
    private static string FaultOf(string drained, IReadOnlyBasicProperties properties, byte[] body) =>
        FaultId.Of(drained, properties.MessageId, HeaderText.Find(properties.Headers, "MT-Fault-Timestamp"), HeaderText.Find(properties.Headers, "x-death"), body);
}
