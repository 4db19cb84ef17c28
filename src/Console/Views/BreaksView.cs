using Pipeline.Store.Tables;

namespace Pipeline.WebConsole.Views;

/// <summary>Open breaks, the oldest first; or all there were, the newest first.</summary>
public sealed record BreaksView(IReadOnlyList<Break> Breaks);
