using Pipeline.Bus;
using Pipeline.Bus.FollowUps;
using Pipeline.Messages.Orders;

namespace Pipeline.Session;

/// <summary>Feeds validated orders to the session check. Shell only.</summary>
public sealed class Consumer(Stage stage, FollowUpDispatcher dispatcher, PutOffs putOffs) : StageConsumer<OrderValidated>(stage, dispatcher, putOffs);
