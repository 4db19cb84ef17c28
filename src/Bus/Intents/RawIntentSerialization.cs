using System.Net.Mime;
using System.Text.Json;
using MassTransit;
using MassTransit.Context;
using MassTransit.Serialization;

namespace Pipeline.Bus.Intents;

/// <summary>
/// Lets a queue take any bytes with any content type, or none, as a <see cref="RawIntent"/>. A foreign client knows nothing
/// of envelopes, and what it sent must reach the strict parser untouched.
/// </summary>
public sealed class RawIntentSerialization : ISerializerFactory, IMessageDeserializer
{
    private static readonly JsonElement Empty = JsonDocument.Parse("{}").RootElement;

    public ContentType ContentType { get; } = new("application/json");

    public IMessageSerializer CreateSerializer() => new SystemTextJsonRawMessageSerializer();

    public IMessageDeserializer CreateDeserializer() => this;

    public void Probe(ProbeContext context) => context.CreateScope("rawIntent");

    public ConsumeContext Deserialize(ReceiveContext receiveContext) =>
        new BodyConsumeContext(receiveContext, Deserialize(receiveContext.Body, receiveContext.TransportHeaders, receiveContext.InputAddress));

    public SerializerContext Deserialize(MessageBody body, Headers headers, Uri? destinationAddress = null) =>
        new SystemTextJsonRawSerializerContext(
            SystemTextJsonMessageSerializer.Instance,
            SystemTextJsonMessageSerializer.Options,
            ContentType,
            new RawMessageContext(headers, destinationAddress, RawSerializerOptions.AnyMessageType),
            [MessageUrn.ForTypeString<RawIntent>()],
            RawSerializerOptions.AnyMessageType,
            Empty);

    public MessageBody GetMessageBody(string text) => new StringMessageBody(text);
}
