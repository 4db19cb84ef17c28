using Pipeline.Bus;
using Pipeline.Bus.FollowUps;
using Pipeline.Messages.Orders;

namespace Pipeline.Submission.Cancels;

/// <summary>Feeds cancels to submission. Shell only.</summary>
public sealed class Consumer(Stage stage, FollowUpDispatcher dispatcher, PutOffs putOffs) : StageConsumer<CancelOrder>(stage, dispatcher, putOffs);
