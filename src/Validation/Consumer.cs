using Pipeline.Bus;
using Pipeline.Bus.FollowUps;
using Pipeline.Messages.Orders;

namespace Pipeline.Validation;

/// <summary>Feeds proposed orders to validation. Shell only.</summary>
public sealed class Consumer(Stage stage, FollowUpDispatcher dispatcher, PutOffs putOffs) : StageConsumer<OrderProposed>(stage, dispatcher, putOffs);
