using Pipeline.Store.Tables;

namespace Pipeline.WebConsole.Views;

/// <summary>Breaks in the order in which they were raised.</summary>
public sealed record BreaksView(IReadOnlyList<Break> Breaks);
