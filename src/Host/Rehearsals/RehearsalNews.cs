using System.Globalization;
using Pipeline.Messages.Orders;
using Pipeline.Store;

namespace Pipeline.Host.Rehearsals;

/// <summary>A line for everything that happens, for those who watch a paced rehearsal.</summary>
internal static class RehearsalNews
{
    public static string Line(OrderMessage message) => string.Create(
        CultureInfo.InvariantCulture, $"{NewYorkTime.Format(message.At)}  {message.ClOrdId}  {What(message)}");

    private static string What(OrderMessage message) => message switch
    {
        OrderDenied denied => $"denied: {denied.Code}: {denied.Detail}",
        OrderHeld held => $"held: {held.Code}: {held.Detail}",
        OrderRejected rejected => $"rejected: {rejected.Code}: {rejected.Text}",
        OrderStatusChanged changed => $"{Columns.Word(changed.OrdStatus)}, {changed.CumQty} filled, {changed.LeavesQty} open",
        var other => Columns.SnakeCase(other.GetType().Name),
    };
}
