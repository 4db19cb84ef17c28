using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Pipeline.Trading.Limits;

namespace Pipeline.Trading.Rules;

/// <summary>The page docs/rules.md, written from the rules and the limits themselves.</summary>
public static class RulesPage
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    private const string Opening =
        """
        # Rules

        Every order passes every rule below before it may go on, whatever the first ones say. What each rule saw, the facts and the limits, is in
        the order's timeline, passed or not. A denial has the code of the first failure and tells all of them, as `CODE: key=value, ...`. This page
        is written by `pipeline rules --markdown`.

        A rule with `limit=none` passed because nobody limits it. A rule whose failure *holds* waits for a person, who may release the order; the
        others deny.


        """;

    private const string Limits =
        """

        ## Limits

        Limits come from one JSON file, `--limits FILE` ([schema](limits.schema.json)), by scope: `global`, `accounts`, `strategies`, `symbols`. Every
        scope that an order is in counts, so that the tightest wins; of tick sizes and lot the nearest scope alone counts, since they are facts of an
        instrument. A limit is a value, or `{"waived": "REASON"}`. An intent can only tighten: its `max_slippage_bps` and `max_exposure_pct` count
        where they are the smaller ones.

        ```json
        {
          "global": { "max_order_notional": 250000, "max_daily_loss": 20000, "self_cross": false },
          "strategies": { "momentum": { "max_gross": 500000, "max_orders_per_day": 200 } },
          "symbols": { "AAPL": { "max_order_qty": 500, "lot_size": { "waived": "fractional shares are fine" } } }
        }
        ```

        On the paper venue, and at a venue simulator on this machine, the defaults below are in force where the file says nothing. At any other venue
        there are no defaults: a process that judges orders refuses to start, and names each limit that is neither set nor waived, globally or for
        the account.

        The file is checked at the start, every fault with its place, and looked at every `--limits-interval` (5 s) by every process that judges
        orders. A changed file is in force whole or not at all. The change stands in the journal as `LimitsChanged`, with the file's SHA-256 and what
        it changed. A file that can't be taken leaves the limits as they are and raises `LIMITS_BROKEN`, once for each state of the file; it is looked
        at a second time before that counts, since somebody may be writing it.
        `pipeline limits check FILE` checks one beforehand, `pipeline limits show` shows what it puts in force. Limits of an
        account that is not served here apply to no order here: that is no fault, since hosts may share a file, but both warn of it, and so does the log
        at the start.

        Limits marked *shared* are counted in the store's own transactions, so that processes of one store never pass on the same room, whatever
        their number. Stores on several hosts do not see each other, and no lock spans them: each gets a part, `"allotment": 0.5`, by which its
        shared global limits are multiplied. The allotments of all stores must add up to 1 at most. A store that is down leaves its part unused.

        Every limit can be set globally, for an account, for a strategy and for a symbol, and where several are, each of them holds. Tick and lot
        are facts of an instrument: a strategy or an account has none of its own, and the nearest of `symbols` and `global` says it. A price that is
        worked out, the bound of `max_slippage_bps` or the next price of a remainder, is put on the ticks in force; on those of US equities where
        none are.


        """;

    private const string Exposure =
        """

        ## What is counted

        A symbol's exposure is what is held and what may still be traded of it. Long is the position with everything that may be bought, short is what
        may be sold beyond the position. *Net* is one of the two, on the order's side; *gross* is both together. So what may be sold makes no room for
        a buy, and an order that only closes adds to nothing. An account's position is the ledger's, with adjustments and what others have traded in
        it. A strategy's is what its own orders have traded in the account, without splits and adjustments. A process trades one account, so that
        what counts in `global` and in its account's scope is the same.

        A buy is valued at the limit price that it is sent with, be it the bound of `max_slippage_bps`: it can't cost more. A sale is valued at the
        larger of its limit and the quoted price, since its limit is the least it may bring; any other order at the larger of trigger and quoted
        price. What is held and open of its symbol is valued at that price too, or at the quoted price where that is larger. Other symbols are
        valued at the middle of their newest quote, however old, or at what they cost where nobody quotes them.

        | What happens | Reserved exposure |
        |---|---|
        | Validation lets an order through | its quantity is reserved, in the transaction that judged it |
        | It is validated again, in a later pass | it keeps what it holds, and does not count itself twice |
        | It is held after that, for a session, a break or a person | kept until it is denied or its `valid_until` is over |
        | It waits in a queue or in the dead letters | kept until `valid_until` |
        | It is being sent, or nobody knows what became of it | kept until there is evidence |
        | A fill | what has filled is a position, the rest is kept |
        | A bust or a correction | what is open again is reserved again |
        | It is replaced by an order of its line | what is left moves to the replacement in the transaction that books the end |
        | A restored store asks the venue about it | its quantity is reserved until the venue has answered |
        | Denied, rejected, canceled, expired or filled | released |

        An order counts for the limits of a second, a day and a minute when validation lets it through; one that goes through again after a hold
        counts again. One that the session held, and that its end brings back on the same day, is no further order of the day and no repeat, however often
        a halt without a stated end has it looked at. A throttle that `max_repeats_per_minute` has shut stays shut, through restarts and through days, until an operator opens it
        (`pipelinectl throttles open ID --why ...`).

        **The day** of orders and losses, here and of the halt that `--halts-max-daily-loss` trips, begins at midnight in New York. An account's loss is
        counted from the venue's first statement of it on the day; money that is paid in or out counts as gain or loss. A strategy's, or a symbol's, is
        what the trades of the day have come to: what was paid less what was received and what is left of them at the newest quotes. What was held
        before the day counts for the account alone, and so do commissions in money. Where nobody quotes what is left the loss is unknown, and
        nothing is opened.

        **The lines of an intent** are judged one by one, each in a transaction of its own, in the order in which they come to validation: as a rule
        the document's. Each counts all that were let through before it, of the same intent too. Where lines that would pass alone exceed a limit
        together the later ones are denied, and the earlier ones go out: an intent is no all-or-nothing. `POST /v1/intents:check` says beforehand
        which would go, in the document's order. When it says that all go, all go in whatever order they come, but for the half of a spread by which the
        symbol of the line that is judged is valued higher than the others. Where there is no room for all, which of them go can differ from its
        answer, since workers judge several at a time; that those which go keep to the limit together can't.

        Where the account's state is not known, or not lately, the question is answered all the same: the rules that look at it fail and say
        `unknown`, and the line would `wait` (`ACCOUNT_UNKNOWN`), as the order does until its `valid_until`; or it is denied by what fails whatever the
        account holds.

        """;

    /// <summary>The whole page.</summary>
    public static string Markdown { get; } = Create();

    private static string Create()
    {
        var page = new StringBuilder(Opening).Append("| Code | An order passes when | Inputs | Limits and their defaults | Source |\n|---|---|---|---|---|\n");
        foreach (var rule in RuleBook.All)
        {
            var limits = rule.Limits.Count == 0 ? "" : string.Join(", ", rule.Limits.Select(limit => $"`{limit.Name}` ({Default(limit)})"));
            page.Append($"| `{rule.Code}`{(rule.Holds ? ", holds" : "")} | {rule.Meaning} | {rule.Inputs} | {limits} | {rule.Source} |\n");
        }

        var kinds = Enum.GetValues<ScopeKind>();
        page.Append(Limits).Append($"| Limit | Meaning | Default on paper | {string.Join(" | ", kinds.Select(kind => $"`{kind.ToString().ToLowerInvariant()}`"))} | Of several |\n")
            .Append($"|---|---|---|{string.Concat(kinds.Select(_ => "---|"))}---|\n");
        foreach (var limit in AllLimits.All)
        {
            var scopes = string.Join(" | ", kinds.Select(kind => limit.Scopes.Contains(kind) ? "yes" : "no"));
            page.Append($"| `{limit.Name}`{(limit.IsShared ? ", shared" : "")} | {limit.Meaning} | {Default(limit)} | {scopes} | {(limit.IsOfInstrument ? "the nearest" : "each")} |\n");
        }

        return page.Append(Exposure).ToString().TrimEnd() + "\n";
    }

    private static string Default(Limit limit) => limit.DefaultWords ?? (limit.Default is { } value ? limit.ToJson(value).ToJsonString(Json) : "none");
}
