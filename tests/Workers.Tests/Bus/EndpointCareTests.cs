using NUnit.Framework;
using Pipeline.Bus.Watch;

namespace Pipeline.Workers.Tests.Bus;

/// <summary>What is done about an endpoint that does not consume from its queue.</summary>
public sealed class EndpointCareTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private static readonly EndpointSeen Well = new(BelievesItIsWell: true, HasFailed: false, Consumers: 1, IsStarved: false);
    private static readonly EndpointSeen Starting = Well with { BelievesItIsWell = false, Consumers = 0 };
    private static readonly EndpointSeen Failed = Starting with { HasFailed = true };

    [Test]
    public void One_that_consumes_is_left_alone() => Assert.That(Decide(Well, seconds: 1000), Is.EqualTo(EndpointAct.Wait));

    [TestCase(4.9, EndpointAct.Wait)]
    [TestCase(5, EndpointAct.Restart)]
    public void One_that_says_what_went_wrong_is_started_again_after_the_limit(double seconds, EndpointAct act) => Assert.That(Decide(Failed, seconds), Is.EqualTo(act));

    [TestCase(29.9, EndpointAct.Wait)]
    [TestCase(30, EndpointAct.Restart)]
    public void One_that_is_still_starting_is_waited_for_longer_since_a_broker_under_strain_would_only_be_asked_anew(double seconds, EndpointAct act) =>
        Assert.That(Decide(Starting, seconds), Is.EqualTo(act));

    [Test]
    public void One_that_believes_itself_well_while_the_broker_counts_no_consumer_is_started_again() =>
        Assert.That(Decide(Well with { Consumers = 0 }, seconds: 5), Is.EqualTo(EndpointAct.Restart));

    [Test]
    public void One_that_is_given_nothing_though_messages_wait_is_started_again() => Assert.That(Decide(Well with { IsStarved = true }, seconds: 5), Is.EqualTo(EndpointAct.Restart));

    [TestCase(4, EndpointAct.Restart)]
    [TestCase(5, EndpointAct.StopProcess)]
    public void What_five_restarts_do_not_mend_is_left_to_a_new_process(int restarts, EndpointAct act) =>
        Assert.That(EndpointCare.Decide(Failed, TimeSpan.FromSeconds(5), restarts, Limit), Is.EqualTo(act));

    private static EndpointAct Decide(EndpointSeen seen, double seconds) => EndpointCare.Decide(seen, TimeSpan.FromSeconds(seconds), 0, Limit);
}
