using Pipeline.Messages.Fix;
using Pipeline.Store;
using Pipeline.Store.Queries;
using Pipeline.Trading.Orders;

namespace Pipeline.WebConsole.Views;

/// <summary>A page of orders.</summary>
public sealed record OrdersView(IReadOnlyList<OrderView> Orders, long? Next)
{
    private const int Page = 50;

    /// <summary>What people look for by status.</summary>
    public static IReadOnlyList<OrdStatus> Statuses { get; } =
    [
        OrdStatus.PendingNew, OrdStatus.New, OrdStatus.PartiallyFilled, OrdStatus.Filled, OrdStatus.Canceled, OrdStatus.Expired, OrdStatus.Rejected,
        OrdStatus.Denied, OrdStatus.Held, OrdStatus.Unresolved,
    ];

    /// <summary>A word in the address that is none narrows nothing away by mistake: nothing is found then.</summary>
    public static OrdersView Of(StoreSession session, string? text, string? state, string? status, string? side, long after)
    {
        if (!TryWord<OrderState>(state, out var inState) || !TryWord<OrdStatus>(status, out var withStatus) || !TryWord<Side>(side, out var onSide))
        {
            return new OrdersView([], null);
        }

        var (orders, next) = OrderQueries.List(session, new OrderFilter
        {
            Text = string.IsNullOrWhiteSpace(text) ? null : text.Trim(), State = inState, OrdStatus = withStatus, Side = onSide, After = Math.Max(0, after), NewestFirst = true, Limit = Page,
        });
        return new OrdersView(orders, next);
    }

    private static bool TryWord<T>(string? word, out T? value)
        where T : struct, Enum
    {
        value = null;
        if (string.IsNullOrEmpty(word))
        {
            return true;
        }

        value = Enum.GetValues<T>().Select(known => (T?)known).FirstOrDefault(known => Columns.Word(known!.Value) == word);
        return value is not null;
    }
}
