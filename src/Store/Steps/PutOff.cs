using Pipeline.Messages.Orders;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;

namespace Pipeline.Store.Steps;

/// <summary>
/// An order whose call was acknowledged though its stage lacks a fact, so that others are not kept waiting behind it. Its deadline has it called again: that is a row, so
/// nothing is forgotten, however long the fact takes.
/// </summary>
public static class PutOff
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>Whether a stage has put an order off in a pass.</summary>
    public static bool Exists(StoreSession session, string clOrdId, string stage, int pass) => StepTable.Exists(session, clOrdId, NameOf(stage), pass);

    /// <summary>Puts an order off: it is called again after half a second at first, and after ten when it has waited for long. A call that is history is passed over.</summary>
    public static void Record(StoreSession session, string stage, OrderMessage call, DateTimeOffset now)
    {
        if (OrderTable.Find(session, call.ClOrdId) is not { } order || order.Pass != call.Pass || order.OrdStatus.IsTerminal())
        {
            return;
        }

        StepTable.TryInsert(session, order.ClOrdId, NameOf(stage), order.Pass, "Recorded", now);
        var pause = (now - call.At) / 4;
        var next = now + (pause < Shortest ? Shortest : pause < Longest ? pause : Longest);
        OrderTable.SetDeadline(session, order.ClOrdId, next < order.ValidUntil ? next : order.ValidUntil);
    }

    private static string NameOf(string stage) => $"off:{stage}";
}
