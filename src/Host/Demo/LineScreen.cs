namespace Pipeline.Host.Demo;

/// <summary>One plain line for every change of an order: for a file, a pipe or a log.</summary>
internal sealed class LineScreen(TextWriter output) : IDemoScreen
{
    public async Task ShowAsync(IAsyncEnumerable<IReadOnlyList<DemoOrder>> states)
    {
        var shown = new Dictionary<string, string>();
        await output.WriteLineAsync(Line(DemoOrder.Columns.Select(column => column.Name))).ConfigureAwait(false);
        await foreach (var orders in states.ConfigureAwait(false))
        {
            foreach (var order in orders)
            {
                var line = Line(order.Cells);
                if (shown.GetValueOrDefault(order.View.ClOrdId) != line)
                {
                    shown[order.View.ClOrdId] = line;
                    await output.WriteLineAsync(line).ConfigureAwait(false);
                }
            }
        }
    }

    private static string Line(IEnumerable<string> cells) =>
        string.Join(' ', DemoOrder.Columns.Zip(cells, (column, cell) => column.Pad(cell))).TrimEnd();
}
