using System.Reflection;
using NUnit.Framework;
using Pipeline.Trading.Fills;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Sessions;
using Pipeline.Trading.Sessions.Status;

namespace Pipeline.Trading.Tests.Orders;

/// <summary>Whatever an order is denied with is in the list of codes: what is not is counted as other.</summary>
public sealed class DenialCodesTests
{
    // With these an order waits; it is never denied with them.
    private static readonly string[] OfWaiting = [Grant.ResendLimit, Grant.SymbolPaused, Grant.RejectBreaker, Line.AwaitsParent, SymbolTrading.FactUnknown];

    [Test]
    public void Every_code_is_one_that_denies_or_one_that_waits()
    {
        var codes = new[] { typeof(DenialCodes), typeof(Grant), typeof(Line), typeof(SessionGate), typeof(OrderSession), typeof(SymbolTrading) }
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static)).Where(field => field is { IsLiteral: true } && field.FieldType == typeof(string))
            .Select(field => (string)field.GetRawConstantValue()!).ToList();

        Assert.That(codes.Except(DenialCodes.All), Is.EquivalentTo(OfWaiting));
    }
}
