using Pipeline.Store.Tables;
using Pipeline.Trading.Ledger;

namespace Pipeline.Store.Ledger;

/// <summary>
/// What the journal says that venues are expected to have in cash: by how much it was more than what fills and fees had brought, when that
/// was stated last, and what they had brought when the row was written.
/// </summary>
internal sealed class JournalCash
{
    /// <summary>The kind of entry that says something of it, as SQL lists it.</summary>
    public const string Kinds = $"'{JournalKinds.CashStated}'";

    private readonly Dictionary<(string Venue, string Account), Stated> stated = [];
    private readonly Dictionary<(string Venue, string Account), Func<string, decimal>> flows = [];
    private readonly IReadOnlyList<CashRow> stored;
    private readonly Queue<CashRow> open;

    /// <param name="stored">What is stored: as of which entry each row was written.</param>
    public JournalCash(IReadOnlyList<CashRow> stored)
    {
        this.stored = stored;
        open = new Queue<CashRow>(stored.Where(row => row.CashSeq is not null).OrderBy(row => row.CashSeq));
    }

    public void Add(JournalLine entry)
    {
        var said = entry.Parse<Stated>();
        var key = (said.Venue, said.Account);
        stated[key] = said with { Currency = said.Currency ?? stated.GetValueOrDefault(key)?.Currency };
    }

    /// <summary>Notes what had been brought when a row was written, before an entry that came later is added.</summary>
    /// <param name="seq">The entry that comes next; the largest number there is at the end.</param>
    /// <param name="ledger">The ledger before it.</param>
    public void Note(long seq, RebuiltLedger ledger)
    {
        while (open.TryPeek(out var row) && row.CashSeq < seq)
        {
            flows[(row.Venue, row.Account)] = FlowOf(ledger, row.Account);
            open.Dequeue();
        }
    }

    /// <summary>The rows that the journal makes of <c>reconciliations</c>.</summary>
    public LedgerRows Rows()
    {
        var rows = new LedgerRows("reconciliations", ["venue", "account"], ["cash", "cash_flow"]);
        foreach (var row in stored)
        {
            var key = (row.Venue, row.Account);
            if (stated.TryGetValue(key, out var said) && said.Currency is { } currency && flows.TryGetValue(key, out var flowOf))
            {
                rows.Make(row.Venue, row.Account, said.Cash - said.CashFlow + flowOf(currency), flowOf(currency));
            }
            else
            {
                // Without an entry it was stated before entries said so, or never.
                object? none = said is null && row.CashSeq is not null ? null : LedgerRows.NotSaid;
                rows.Make(row.Venue, row.Account, none, none);
            }
        }

        return rows;
    }

    private static Func<string, decimal> FlowOf(RebuiltLedger ledger, string account)
    {
        var proceeds = ledger.Positions().Where(held => held.Key.Account == account).Sum(held => held.Value.Position.RealizedPnl - held.Value.Position.Cost);
        var fees = ledger.Fees();
        return currency => proceeds - fees.GetValueOrDefault((account, currency));
    }

    private sealed record Stated(string Venue, string Account, decimal Cash, decimal CashFlow, string? Currency);
}
