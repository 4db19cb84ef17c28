using CsCheck;
using NUnit.Framework;
using Pipeline.Messages.Orders;
using Pipeline.Trading.Orders;
using static Pipeline.Trading.Tests.Orders.Stories;

namespace Pipeline.Trading.Tests.Orders;

public sealed class OrderProgressTests
{
    [Test]
    public void Told_in_order_every_life_ends() => Assert.That(Stories.All.Select(story => After(story)), Has.All.EqualTo(OrderState.Done));

    [Test]
    public void Told_in_any_order_and_any_number_of_times_every_life_ends() => Gen.OneOf(Stories.All)
        .SelectMany(story => Gen.OneOf(story).Array[0, 5].SelectMany(repeats => Gen.Shuffle(story.Concat(repeats).ToArray())))
        .Sample(news => After(news) == OrderState.Done, iter: 50_000, print: news => string.Join("\n", news.AsEnumerable()));

    [Test]
    public void A_life_told_twice_over_changes_nothing_the_second_time() =>
        Assert.That(Stories.All.Select(story => After([.. story, .. story])), Has.All.EqualTo(OrderState.Done));

    [Test]
    public void Each_step_of_the_usual_way_shows() => Assert.That(
        Enumerable.Range(1, Filled.Length).Select(count => After(Filled.Take(count))),
        Is.EqualTo(new[]
        {
            OrderState.Proposed, OrderState.Validated, OrderState.Released, OrderState.Submitting,
            OrderState.Working, OrderState.Working, OrderState.Working, OrderState.Done,
        }));

    [Test]
    public void An_order_held_at_the_last_gate_shows_as_held()
    {
        Assert.That(After(NotSentThenHeldThenFilled.Take(6)), Is.EqualTo(OrderState.Held));
        Assert.That(After(NotSentThenHeldThenFilled.Take(7)), Is.EqualTo(OrderState.Proposed));
    }

    [Test]
    public void Told_in_any_order_and_any_number_of_times_an_order_held_at_the_last_gate_is_held() => Gen.OneOf(NotSentThenHeld).Array[0, 5]
        .SelectMany(repeats => Gen.Shuffle(NotSentThenHeld.Concat(repeats).ToArray()))
        .Sample(news => After(news) == OrderState.Held, iter: 50_000, print: news => string.Join("\n", news.AsEnumerable()));

    [Test]
    public void A_send_that_is_told_ahead_of_its_new_pass_leaves_the_hold([Values(OrderTrigger.Submitting, OrderTrigger.Unresolved)] OrderTrigger trigger) => Assert.That(
        After([.. NotSentThenHeld, News(trigger, 2, 2, seq: 20)]), Is.EqualTo(OrderProgress.First(trigger)));

    [Test]
    public void Any_news_can_be_the_first_to_arrive([Values] OrderTrigger trigger) =>
        Assert.That(OrderProgress.First(trigger), Is.EqualTo(OrderProgress.Row(OrderState.Proposed, trigger)?.To ?? OrderState.Proposed));

    [Test]
    public void News_of_an_older_pass_is_history() => Assert.That(
        After(News(OrderTrigger.Proposed, 2), News(OrderTrigger.Held, 1), News(OrderTrigger.Denied, 1)), Is.EqualTo(OrderState.Proposed));

    [Test]
    public void An_older_attempts_silence_says_nothing_about_the_next() => Assert.That(
        After(News(OrderTrigger.Submitting, attempt: 2), News(OrderTrigger.Unresolved, attempt: 1)), Is.EqualTo(OrderState.Submitting));

    [Test]
    public void A_release_of_the_same_attempt_does_not_reopen_an_unresolved_order() => Assert.That(
        After(News(OrderTrigger.Unresolved, attempt: 1), News(OrderTrigger.Released, attempt: 1)), Is.EqualTo(OrderState.Unresolved));

    [Test]
    public void A_hold_is_left_only_by_a_later_pass() => Assert.That(
        After(News(OrderTrigger.Held), News(OrderTrigger.Validated), News(OrderTrigger.Proposed)), Is.EqualTo(OrderState.Held));

    [Test]
    public void Old_news_of_the_ledger_does_not_reopen_an_order_and_a_bust_does()
    {
        Assert.That(After(LedgerTold(OrderTrigger.Ended, seq: 8), LedgerTold(OrderTrigger.Moved, seq: 7)), Is.EqualTo(OrderState.Done));
        Assert.That(After(LedgerTold(OrderTrigger.Ended, seq: 8), LedgerTold(OrderTrigger.Moved, seq: 9)), Is.EqualTo(OrderState.Working));
    }

    [Test]
    public void Every_message_of_the_pipeline_is_news()
    {
        foreach (var type in MessageTypes.News)
        {
            var message = (OrderMessage)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type);
            Assert.That(() => OrderNews.Of(message), Throws.Nothing, type.Name);
        }
    }
}
