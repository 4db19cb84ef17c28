namespace Pipeline.Monitoring.Dashboards;

/// <param name="Title">What it shows.</param>
/// <param name="Description">How to read it.</param>
/// <param name="Unit">Grafana's word for the unit: s, short, percentunit, reqps.</param>
/// <param name="Queries">What it draws.</param>
public sealed record Panel(string Title, string Description, string Unit, params Query[] Queries)
{
    /// <summary>timeseries, stat, table or heatmap.</summary>
    public string Type { get; init; } = "timeseries";

    /// <summary>A value from which on it is drawn as bad; null draws none.</summary>
    public double? Threshold { get; init; }

    /// <summary>Where the axis begins; null where there may be less than nothing, as of what is sold short.</summary>
    public double? Min { get; init; } = 0;

    /// <summary>Of 24 columns.</summary>
    public int Width { get; init; } = 12;
}

/// <param name="Expr">PromQL.</param>
/// <param name="Legend">What names each series.</param>
public sealed record Query(string Expr, string Legend);

/// <param name="Uid">Its stable id, and its file's name.</param>
/// <param name="Title">Its title.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Panels">Its panels, in rows as they fit.</param>
public sealed record Dashboard(string Uid, string Title, string Description, IReadOnlyList<Panel> Panels)
{
    /// <summary>Whether it shows the broker, which an installation on the in-memory transport has not.</summary>
    public bool IsOfBroker { get; init; }
}
