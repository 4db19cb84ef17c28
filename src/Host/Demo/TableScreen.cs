using Pipeline.Messages.Fix;
using Pipeline.Trading.Orders;
using Spectre.Console;

namespace Pipeline.Host.Demo;

/// <summary>A table in the terminal that is redrawn as the orders move.</summary>
internal sealed class TableScreen(IAnsiConsole console) : IDemoScreen
{
    private static readonly Style Header = new(decoration: Decoration.Bold | Decoration.Underline);

    public Task ShowAsync(IAsyncEnumerable<IReadOnlyList<DemoOrder>> states) =>
        console.Live(Draw([])).StartAsync(async live =>
        {
            await foreach (var orders in states.ConfigureAwait(false))
            {
                live.UpdateTarget(Draw(orders));
            }
        });

    /// <summary>The table with the columns for which the terminal is wide enough, so that an order stays one line.</summary>
    private Table Draw(IReadOnlyList<DemoOrder> orders)
    {
        var table = new Table { Border = TableBorder.None };
        var width = 0;
        foreach (var column in DemoOrder.Columns.TakeWhile(column => (width += column.Width + 1) <= console.Profile.Width))
        {
            table.AddColumn(new TableColumn(new Text(column.Name, Header))
            {
                Width = column.Width,
                NoWrap = true,
                Padding = new Padding(0, 0, 1, 0),
                Alignment = column.IsNumber ? Justify.Right : Justify.Left,
            });
        }

        foreach (var order in orders)
        {
            var style = StyleOf(order.View.State, order.View.OrdStatus);
            table.AddRow(order.Cells.Take(table.Columns.Count).Select(cell => new Text(cell, style)));
        }

        return table;
    }

    private static Style StyleOf(OrderState state, OrdStatus status) => (state, status) switch
    {
        (_, OrdStatus.Denied or OrdStatus.Rejected) => new Style(Color.Red),
        (_, OrdStatus.Canceled or OrdStatus.Expired) => new Style(Color.Yellow),
        (OrderState.Done, _) => new Style(Color.Green),
        (OrderState.Working, _) => new Style(Color.Aqua),
        _ => Style.Plain,
    };
}
