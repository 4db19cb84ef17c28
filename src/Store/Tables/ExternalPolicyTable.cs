using Pipeline.Trading.Reconciliation;

namespace Pipeline.Store.Tables;

/// <summary>What is done in a symbol in which somebody else acts in the account.</summary>
public static class ExternalPolicyTable
{
    public static ExternalPolicy Of(StoreSession session, string symbol) => session.QueryFirst<string>(
        "SELECT policy FROM external_policies WHERE symbol IN (@symbol, @Others) ORDER BY symbol = @Others LIMIT 1", new { symbol, ExternalPolicies.Others }) is { } word
            ? Columns.Word<ExternalPolicy>(word)
            : ExternalPolicy.Pause;

    /// <summary>Puts other policies in the place of those there are. Breaks that are open keep theirs.</summary>
    public static void Replace(StoreSession session, ExternalPolicies policies)
    {
        session.Execute("DELETE FROM external_policies");
        foreach (var (symbol, policy) in policies.BySymbol)
        {
            session.Execute("INSERT INTO external_policies (symbol, policy) VALUES (@symbol, @policy)", new { symbol, policy = Columns.Word(policy) });
        }
    }
}
