using Pipeline.Trading.Halts;
using Pipeline.Trading.Orders;

namespace Pipeline.Store.HaltFiles;

/// <summary>
/// The halt file: whoever can make one stops trading, with broker and store down too. It is looked at in the grant and before each send.
/// </summary>
public interface IHaltFile
{
    /// <summary>The halts that the file says now; none when there is no file. One that can't be read halts all.</summary>
    IReadOnlyList<Halt> Look();
}

public static class HaltFileExtensions
{
    /// <summary>The halts of the file that cover an order.</summary>
    public static IReadOnlyList<Halt> Covering(this IHaltFile file, Order order) =>
        file.Look() is { Count: > 0 } said ? [.. said.Where(halt => HaltScope.Of(order).Contains(halt.Scope))] : [];
}
