using Pipeline.Bus;
using Pipeline.Bus.FollowUps;
using Pipeline.Messages.Orders;

namespace Pipeline.Submission;

/// <summary>Feeds released orders to submission. Shell only.</summary>
public sealed class Consumer(Stage stage, FollowUpDispatcher dispatcher, PutOffs putOffs) : StageConsumer<OrderReleased>(stage, dispatcher, putOffs);
