using System.Text;
using Pipeline.Store.Tables;
using Pipeline.Trading.Incidents;

namespace Pipeline.Monitoring.Rules;

/// <summary>The page docs/runbooks/pipeline-alerts.md: a runbook for every alert that the pipeline raises by itself.</summary>
public static class AlertsPage
{
    public static string Markdown()
    {
        var text = new StringBuilder(
            """
            # Alerts of the pipeline

            What the pipeline raises by itself, within seconds: an entry `AlertRaised` in the journal, a log line, `pipeline_alerts_total{alert}`, and
            for a page an incident brief and a notice of it. A page wakes a person, a ticket waits for one. Made by `scripts/pipeline alerts --markdown`.

            The first look changes nothing. `pipelinectl order show ID` tells an order's whole life and ends with what can be done.

            DATA is the folder that the pipeline was started with (`--data`). With the units it is /var/lib/pipeline, which their user alone may read, and
            `scripts/pipeline` is `sudo -u pipeline pipeline`; in compose it is `docker compose -p pipeline -f infra/compose.yaml run --rm --no-deps operator audit verify`, without
            DATA. Where `--store` or `PIPELINE_STORE` named the store, say `--store` with the same.


            """);
        foreach (var alert in Alert.All.OrderBy(alert => alert.Code, StringComparer.Ordinal))
        {
            var guide = AlertGuide.Find(alert.Code) ?? throw new InvalidOperationException($"The alert {alert.Code} has no guide");
            text.Append($"## {alert.Code}\n\n{guide.Meaning} ({alert.Severity})\n\n");
            text.Append($"- First look: `{guide.FirstLook}`\n- Safe acts: {guide.SafeActs}.\n- What not to do: {guide.Never}\n\n");
        }

        return text.ToString().TrimEnd() + "\n";
    }
}
