using MassTransit;

namespace Pipeline.Bus;

/// <summary>The bus that only publishes: a connection of its own beside the one that consumes.</summary>
public interface IPublishingBus : IBus;
