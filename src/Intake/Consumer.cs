using System.Globalization;
using MassTransit;
using Pipeline.Access;
using Pipeline.Bus;
using Pipeline.Bus.FollowUps;
using Pipeline.Bus.Intents;
using Pipeline.Store.Failpoints;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;

namespace Pipeline.Intake;

/// <summary>Takes intents that foreign clients publish to the exchange <c>intents</c>. Shell only.</summary>
public sealed class Consumer(Stage stage, MessageDoor door, Refusals refusals, FollowUpDispatcher dispatcher) : IConsumer<RawIntent>
{
    public async Task Consume(ConsumeContext<RawIntent> context)
    {
        var body = context.ReceiveContext.Body.GetBytes();
        var admitted = door.Admit(name => HeaderOf(context.ReceiveContext, name), body) switch
        {
            Admission.Admitted known => known,
            Admission.Refused stranger => throw Refused(stranger.Refusal, stranger.Caller),
            var other => throw new InvalidOperationException($"Not an admission: {other}"),
        };
        var submitted = new Submitted(body, "amqp", TransportMessageId.Of(context.ReceiveContext)) { Caller = admitted.Caller, Signature = admitted.Signature };
        var result = await stage.TakeAsync(submitted, context.CancellationToken).ConfigureAwait(false);
        await (result switch
        {
            IntakeResult.Taken taken => PublishAsync(taken.FollowUps, context.CancellationToken),
            IntakeResult.Refused refused => throw IntentRefusedException.Of(refused),
            IntakeResult.Conflict conflict => throw IntentRefusedException.Of(conflict),
            IntakeResult.NotAllowed notAllowed => throw Refused(notAllowed.Refusal, admitted.Caller),
            _ => throw new InvalidOperationException($"Not an intake result: {result}"),
        }).ConfigureAwait(false);
    }

    private IntentRefusedException Refused(Refusal refusal, Caller? caller)
    {
        refusals.Note(refusal, Refusals.Amqp, caller?.Name, null);
        return IntentRefusedException.Of(refusal);
    }

    // A client may write the time as a number.
    private static string? HeaderOf(ReceiveContext context, string name) =>
        context.TransportHeaders.TryGetHeader(name, out var value) ? Convert.ToString(value, CultureInfo.InvariantCulture) : null;

    private Task PublishAsync(IReadOnlyList<FollowUp> followUps, CancellationToken cancellationToken)
    {
        Failpoints.Hit(Stages.Intake, Failpoint.Recorded);
        return dispatcher.PublishAsync(Stages.Intake, followUps, cancellationToken);
    }
}
