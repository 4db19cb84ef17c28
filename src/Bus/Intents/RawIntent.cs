namespace Pipeline.Bus.Intents;

/// <summary>An intent as it came over AMQP. It carries nothing itself: the bytes are the transport's, for the parser alone to read.</summary>
public sealed record RawIntent;
