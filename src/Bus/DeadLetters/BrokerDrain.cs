using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Bus.FollowUps;
using Pipeline.Bus.Topology;
using Pipeline.Store.Leases;
using Pipeline.Store.Tables;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Pipeline.Bus.DeadLetters;

/// <summary>
/// Takes what the broker itself has dead-lettered, delivered too often or skipped, into the store. A message leaves the broker when it is
/// committed, and not before. One process at a time does it, by a lease.
/// </summary>
public sealed class BrokerDrain(LetterKeeper keeper, BusGate gate, LeaseHolder leases, IOptions<BusOptions> options, TimeProvider clock, ILogger<BrokerDrain> logger) : BackgroundService
{
    private const ushort Prefetch = 100;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await gate.WaitAsync(stoppingToken).ConfigureAwait(false);
        await using var lease = leases.Hold("dead-letter-drain", stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (lease.IsHeld)
                {
                    await DrainAsync(lease, stoppingToken).ConfigureAwait(false);
                }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning("The broker's dead letters can't be taken now and wait there: {Error}", e.Message);
            }

            await Task.Delay(Pause, TimeProvider.System, stoppingToken).ConfigureAwait(false);
        }
    }

    // Until the connection is lost, or the lease.
    private async Task DrainAsync(Lease lease, CancellationToken stoppingToken)
    {
        var factory = new ConnectionFactory
        {
            ClientProvidedName = "pipeline dead letters", RequestedConnectionTimeout = TimeSpan.FromSeconds(5), AutomaticRecoveryEnabled = false,
        }.WithBroker(options.Value);
        await using var connection = await factory.CreateConnectionAsync(stoppingToken).ConfigureAwait(false);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var broken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var channels = new List<IChannel>();
        try
        {
            foreach (var queue in QueueNames.All.SelectMany(queue => new[] { QueueNames.ErrorOf(queue), QueueNames.SkippedOf(queue) }))
            {
                var channel = await connection.CreateChannelAsync(cancellationToken: stoppingToken).ConfigureAwait(false);
                channels.Add(channel);
                await ConsumeAsync(channel, queue, broken, stop.Token).ConfigureAwait(false);
            }

            while (lease.IsHeld && !broken.Task.IsCompleted && channels.TrueForAll(channel => channel.IsOpen))
            {
                await Task.Delay(Pause, TimeProvider.System, stoppingToken).ConfigureAwait(false);
            }
        }
        finally
        {
            // What waits for the store is given up here, and stays with the broker.
            await stop.CancelAsync().ConfigureAwait(false);
            foreach (var channel in channels)
            {
                await channel.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task ConsumeAsync(IChannel channel, string queue, TaskCompletionSource broken, CancellationToken stop)
    {
        await channel.BasicQosAsync(0, Prefetch, global: false, stop).ConfigureAwait(false);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            try
            {
                await keeper.KeepAsync(LetterOf(queue, delivery, clock.GetUtcNow()), stop).ConfigureAwait(false);
                await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false, stop).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                // Not acknowledged: it is delivered again, to whoever drains next.
                logger.LogWarning("A message of {Queue} stays with the broker: {Error}", queue, e.Message);
                broken.TrySetResult();
            }
        };
        await channel.BasicConsumeAsync(queue, autoAck: false, consumer, stop).ConfigureAwait(false);
    }

    private static DeadLetter LetterOf(string drained, BasicDeliverEventArgs delivery, DateTimeOffset now)
    {
        var queue = QueueNames.All.Single(known => drained == QueueNames.ErrorOf(known) || drained == QueueNames.SkippedOf(known));
        var body = delivery.Body.ToArray();
        var (headers, glance) = (delivery.BasicProperties.Headers, EnvelopeGlance.Of(body));
        var type = glance.MessageType ?? HeaderText.Find(headers, "MT-Fault-MessageType");
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
