using Pipeline.Intake.Checks;
using Pipeline.Operator.DeadLetters;
using Pipeline.Store;
using Pipeline.Store.Limits;
using Pipeline.Trading.Orders;

namespace Pipeline.Host.Composition;

/// <summary>Has intake's judge, which answers what would become of an intent, say what would become of an order that is replayed.</summary>
internal sealed class JudgedPreview(LineJudge judge, LimitsInForce limits) : ICheckPreview
{
    public CheckPreview Preview(StoreSession session, Order order, DateTimeOffset now)
    {
        var judged = judge.Judge(session, order, limits.Book, [], now);
        return new CheckPreview(Columns.Word(judged.Outcome), judged.Code, judged.Detail, judged.Until, judged.Rules ?? []);
    }
}
