using System.Globalization;
using Pipeline.Messages.Fix;
using Pipeline.Store;
using Pipeline.Store.Queries;
using Spectre.Console;
using Columns = Pipeline.Store.Columns;

namespace Pipeline.Host.Rehearsals;

/// <summary>Shows orders to a person: what was asked, every fill with its quote, and how each ended.</summary>
internal static class OrderReport
{
    /// <summary>Where the output is no terminal there is no width to fit into, and lines must not be broken.</summary>
    private const int WidthOfAFile = 240;

    public static void Write(TextWriter output, IReadOnlyList<OrderView> orders, IStore store)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Interactive = InteractionSupport.No });
        if (!console.Profile.Out.IsTerminal)
        {
            console.Profile.Width = WidthOfAFile;
        }

        foreach (var order in orders)
        {
            console.WriteLine(Headline(order));
            console.Write(TableOf(order, store.Read(session => OrderEvent.Of(session, order.ClOrdId, order.IntentId))));
        }
    }

    private static Table TableOf(OrderView order, IReadOnlyList<OrderEvent> events)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("New York");
        table.AddColumn("");
        table.AddColumn(new TableColumn("qty").RightAligned());
        table.AddColumn(new TableColumn("price").RightAligned());
        table.AddColumn("from the quote");
        table.AddColumn("why");
        table.AddRow(Cells(order.ReceivedAt, "received", Number(order.Qty), Price(order.LimitPrice), "", order.ClOrdId));
        foreach (var happened in events)
        {
            table.AddRow(Cells(
                happened.At, happened.What, Number(happened.Fill?.Qty), Price(happened.Fill?.Px),
                happened.Quote is null ? "" : QuoteText(happened.Quote), happened.Why));
        }

        return table;
    }

    private static string Headline(OrderView order)
    {
        var prices = (order.LimitPrice is { } limit ? $" {Price(limit)}" : "") + (order.StopPrice is { } stop ? $" stop {Price(stop)}" : "");
        var terms = $"{Columns.Word(order.Side)} {Number(order.Qty)} {order.Symbol} {Columns.Word(order.OrderType)}{prices} {Columns.Word(order.TimeInForce)}";
        var average = order.AvgPx is { } px ? $", average {Price(px)}" : "";
        return $"{terms}: {Columns.Word(order.OrdStatus)}, {Number(order.CumQty)} of {Number(order.Qty)} filled{average}";
    }

    private static string QuoteText(Quote quote) =>
        $"bid {Price(quote.Bid) ?? "none"} x {Number(quote.BidSize)}, ask {Price(quote.Ask) ?? "none"} x {Number(quote.AskSize)} of {NewYorkTime.Format(quote.At)}";

    private static Markup[] Cells(DateTimeOffset at, params ReadOnlySpan<string?> texts)
    {
        var cells = new List<Markup> { new(NewYorkTime.Format(at)) };
        foreach (var text in texts)
        {
            cells.Add(new Markup(Markup.Escape(text ?? "")));
        }

        return [.. cells];
    }

    private static string? Price(decimal? value) => value?.ToString("#,0.00######", CultureInfo.InvariantCulture);

    private static string? Number(decimal? value) => value?.ToString("#,0.########", CultureInfo.InvariantCulture);
}
