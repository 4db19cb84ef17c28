using Pipeline.Messages.Fix;

namespace Pipeline.Host.Demo;

/// <summary>What the demo says at its end.</summary>
internal static class DemoSummary
{
    public static void Write(TextWriter output, IReadOnlyList<DemoOrder> orders, TimeSpan took)
    {
        int Count(params OrdStatus[] statuses) => orders.Count(order => statuses.Contains(order.View.OrdStatus));
        output.WriteLine(
            $"{orders.Count} orders: {Count(OrdStatus.Filled)} filled, {Count(OrdStatus.Canceled, OrdStatus.Expired)} canceled, {Count(OrdStatus.Denied)} denied; "
            + $"duplicates prevented: {orders.Sum(order => order.Repeats)}; {took.TotalSeconds:0.0} s");
        foreach (var order in orders.Where(order => !order.IsDone))
        {
            output.WriteLine($"not done: {order.View.ClOrdId} {string.Join(' ', order.Cells.Where(cell => cell.Length > 0))}");
        }
    }
}
