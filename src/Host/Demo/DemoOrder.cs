using Pipeline.Messages.Fix;
using Pipeline.Store.Queries;
using Pipeline.Trading.Orders;

namespace Pipeline.Host.Demo;

/// <summary>An order as the demo shows it: one line of text a column.</summary>
/// <param name="View">What the API says of it.</param>
/// <param name="Repeats">How often it was asked for again.</param>
internal sealed record DemoOrder(OrderView View, int Repeats)
{
    /// <summary>As wide as what the demo puts into them, so that nothing moves while the orders do; 98 characters in all.</summary>
    public static IReadOnlyList<DemoColumn> Columns { get; } =
    [
        new("symbol", 6), new("side", 4), new("type", 9), new("qty", 4, IsNumber: true), new("limit", 6, IsNumber: true), new("state", 10),
        new("ord_status", 16), new("cum_qty", 7, IsNumber: true), new("avg_px", 7, IsNumber: true), new("note", 20),
    ];

    public bool IsDone => View.State == OrderState.Done;

    public IReadOnlyList<string> Cells =>
    [
        View.Symbol,
        Word(View.Side),
        View.TimeInForce is TimeInForce.Ioc or TimeInForce.Fok ? $"{Word(View.OrderType)} {Word(View.TimeInForce)}" : Word(View.OrderType),
        $"{View.Qty:0.########}",
        View.LimitPrice is { } limit ? $"{limit:0.00######}" : "",
        Word(View.State),
        Word(View.OrdStatus),
        $"{View.CumQty:0.########}",
        View.AvgPx is { } px ? $"{px:0.00#}" : "",
        Note,
    ];

    private string Note => this switch
    {
        { View.Code: { } code } => code,
        { Repeats: > 0 } => "duplicate: one order",
        { View: { OrdStatus: OrdStatus.Canceled, CumQty: 0 } } => "too little displayed",
        { View.OrdStatus: OrdStatus.Canceled } => "rest not displayed",
        { View: { OrderType: OrdType.Stop, CumQty: 0, StopPrice: { } stop } } => $"waits for bid {stop:0.00}",
        { View: { State: OrderState.Working, CumQty: 0, LimitPrice: { } limit } } => $"waits for ask {limit:0.00}",
        { View: { Fills: [{ } fill], Side: var side } } => side == Side.Buy ? $"ask {fill.Ask:0.00} x {fill.AskSize:0}" : $"bid {fill.Bid:0.00} x {fill.BidSize:0}",
        { View.Fills.Count: > 1 } => $"{View.Fills.Count} fills, {View.Fills.Count} quotes",
        _ => "",
    };

    private static string Word<T>(T value)
        where T : struct, Enum => Store.Columns.Word(value);
}

/// <summary>A column of the demo's table.</summary>
internal sealed record DemoColumn(string Name, int Width, bool IsNumber = false)
{
    public string Pad(string cell) => IsNumber ? cell.PadLeft(Width) : cell.PadRight(Width);
}
