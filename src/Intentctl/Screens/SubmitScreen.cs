using Pipeline.Intentctl.Http;

namespace Pipeline.Intentctl.Screens;

/// <summary>The receipt of an intent for people.</summary>
internal static class SubmitScreen
{
    public static void Write(TextWriter output, Report report)
    {
        if (report.Orders is not null)
        {
            OrderScreen.Write(output, report);
            return;
        }

        Aligned.Write(output, [.. report.Answer.List("orders").Select(line => (string[])
        [
            line.Is("duplicate") ? "known" : "recorded", line.Text("side"), line.Text("symbol"), line.Text("state"), line.Text("ord_status"), line.Text("cl_ord_id"),
        ])]);
    }
}
