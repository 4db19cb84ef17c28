using Pipeline.Store;
using Pipeline.Store.HaltFiles;
using Pipeline.Store.Tables;
using Pipeline.Trading;
using Pipeline.Trading.Halts;
using Pipeline.Trading.Sessions;

namespace Pipeline.Simulation.Audits;

/// <summary>Checks a new order at the moment its first byte leaves.</summary>
internal static class SendChecks
{
    /// <param name="session">The store as it is durable.</param>
    /// <param name="clOrdId">The order that is sent.</param>
    /// <param name="sent">How often it was sent before.</param>
    /// <param name="calendars">When its market trades, as a process may know it: one of them must allow the send.</param>
    /// <param name="hours">What may be sent while it does not.</param>
    /// <param name="haltFile">The halt file.</param>
    /// <param name="now">The wall clock of whoever sends.</param>
    public static Violation? Check(StoreSession session, string clOrdId, int sent, IReadOnlyList<SessionCalendars> calendars, SessionOptions hours, IHaltFile haltFile, DateTimeOffset now)
    {
        Violation Broken(string code, string expected, string found) => new(code, now, clOrdId, expected, found);
        if (OrderTable.Find(session, clOrdId) is not { } order)
        {
            return Broken(Guarantees.ClaimBeforeSend, "an order that the store knows", "none");
        }

        var claims = ClaimTable.OfOrder(session, clOrdId);
        if (claims.Count == 0 || claims[^1].Outcome is not null)
        {
            return Broken(Guarantees.ClaimBeforeSend, "a claim without an outcome", claims.Count == 0 ? "no claim" : $"attempt {claims[^1].Attempt} is {claims[^1].Outcome}");
        }

        if (now >= claims[^1].SendDeadline)
        {
            return Broken(Guarantees.ClaimBeforeSend, $"a send before the claim's deadline {claims[^1].SendDeadline:O}", $"a send at {now:O}");
        }

        var committed = claims.Where(claim => !claim.IsProvenAbsent).Sum(claim => claim.Qty);
        if (committed > order.Terms.Qty)
        {
            return Broken(Guarantees.Conservation, $"claims of at most {order.Terms.Qty} in all", $"{committed} after {sent} sends");
        }

        if (now >= order.ValidUntil)
        {
            return Broken(Guarantees.SentWhileValid, $"no send from valid_until {order.ValidUntil:O} on", $"a send at {now:O}");
        }

        if (HaltTable.Covering(session, order).Concat(haltFile.Covering(order)).FirstOrDefault(halt => halt.Mode == HaltMode.Stop) is { } halt)
        {
            return Broken(Guarantees.SentWhileAllowed, $"no send while {halt.Scope} is halted by {halt.By}", $"a send at {now:O}");
        }

        var status = hours.SessionOf(calendars[^1], order, now).Status;
        var isAllowed = calendars.Any(known =>
            SessionGate.Decide(hours.SessionOf(known, order, now).Status, hours.PolicyOf(order.Slot.StrategyId), order.ValidUntil, now) is Verdict.Accept);
        return isAllowed
            ? null
            : Broken(Guarantees.SentInSession, $"no send while the market of {order.Symbol} is closed", $"a send at {now:O}: {status}");
    }
}
