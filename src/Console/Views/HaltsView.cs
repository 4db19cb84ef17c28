using Pipeline.Operator;

namespace Pipeline.WebConsole.Views;

/// <summary>The halts in force.</summary>
public sealed record HaltsView(IReadOnlyList<HaltView> Halts);
