using Pipeline.Messages.Fix;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Reconciliation;
using Pipeline.Venues;

namespace Pipeline.Reconciliation;

/// <summary>
/// Both views of the account's orders, with the venue asked one by one about those that its list of open orders does not show. Orders that
/// stand alike on both sides, as nearly all do, are not kept.
/// </summary>
/// <param name="venue">The venue.</param>
/// <param name="ledger">Our view.</param>
/// <param name="pace">Keeps the reading from standing in the way of orders.</param>
/// <param name="suspected">The orders, by ClOrdId, that the comparison before found to stand otherwise at the venue.</param>
internal sealed class OrderViews(IVenueReports venue, LedgerReader ledger, Pace pace, IReadOnlyCollection<string> suspected)
{
    /// <summary>Most orders that are asked about one by one in one comparison; the next one goes on.</summary>
    private const int MostQuestions = 100;

    private readonly List<ViewedOrder> ours = [];
    private readonly List<ViewedOrder> theirs = [];
    private readonly HashSet<string> notTold = [];
    private readonly HashSet<string> toldOtherwise = [];
    private readonly HashSet<string> watched = [];
    private readonly HashSet<string> accepted = [];

    /// <summary>How many open orders the venue lists.</summary>
    public int Listed { get; private set; }

    public IReadOnlyCollection<ViewedOrder> Theirs => theirs;

    /// <summary>Orders of which the venue told nothing, by ClOrdId.</summary>
    public IReadOnlySet<string> NotTold => notTold;

    /// <summary>Orders of ours that are over at the venue and open here: reports that the venue has not sent, or that got lost.</summary>
    public List<ExecutionReport> Ends { get; } = [];

    /// <summary>Orders of ours of which the venue shows another quantity: what was told of it may have got lost.</summary>
    public List<VenueOrder> OtherQuantities { get; } = [];

    /// <summary>Orders of ours that the venue lists as plainly open, later than its last word that something of them is pending, so that its end was not told; or at all, where they were given up here.</summary>
    public List<ExecutionReport> Words { get; } = [];

    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        var open = await ledger.OpenOrdersAsync(cancellationToken).ConfigureAwait(false);
        var listed = (await venue.OpenOrdersAsync(cancellationToken).ConfigureAwait(false)).Require("Open orders are not told");
        Listed = listed.Count;

        // An order that has come to its end on both sides is in nobody's list. While it is suspected, a break of it is open, or its end was
        // told otherwise than it stands here, it is looked at all the same: silence would pass for agreement.
        accepted.UnionWith(ledger.OrdersAccepted());
        toldOtherwise.UnionWith(ledger.OrdersToldOtherwise().Except(accepted));
        watched.UnionWith(ledger.OrdersWithBreaks().Union(suspected).Union(toldOtherwise));
        await pace.EachAsync(listed, order => Add(order, open), cancellationToken).ConfigureAwait(false);

        // What is left is open here and not in the list: it may have come to its end meanwhile, and news of it be on its way.
        var questions = 0;
        foreach (var known in open.Values.Select(order => ledger.Order(order.ClOrdId!)!).Where(order => !order.OrdStatus.IsTerminal()))
        {
            ours.Add(ViewOf(known));
            await AskAsync(known, mayAsk: questions++ < MostQuestions, cancellationToken).ConfigureAwait(false);
        }

        var viewed = ours.Select(order => order.ClOrdId).ToHashSet();
        foreach (var known in watched.Where(id => !viewed.Contains(id)).Select(id => ledger.Order(id)!).ToList())
        {
            ours.Add(ViewOf(known));
            await AskAsync(known, mayAsk: questions++ < MostQuestions, cancellationToken).ConfigureAwait(false);
        }

        // One that was accepted is not asked about for ever, and not taken for agreement either.
        notTold.UnionWith(accepted.Where(id => !viewed.Contains(id)));
    }

    /// <summary>The orders of which the venue had told something else, and that stand there now as in our view.</summary>
    public List<string> AgreedAtLast(IReadOnlyCollection<ViewedOrder> oursNow) =>
    [
        .. from known in oursNow.Where(order => toldOtherwise.Contains(order.ClOrdId!))
           where theirs.Exists(there => there.OrderId == known.OrderId && AccountComparison.Agree(known, there))
           select known.ClOrdId,
    ];

    /// <summary>Our view, with what did not agree read anew: something may have been booked since.</summary>
    public IReadOnlyCollection<ViewedOrder> OursNow()
    {
        var shown = theirs.ToDictionary(order => order.OrderId);
        return
        [
            .. ours.Select(order => shown.TryGetValue(order.OrderId, out var there) && AccountComparison.Agree(order, there)
                ? order
                : ViewOf(ledger.Order(order.ClOrdId!)!)),
        ];
    }

    private void Add(VenueOrder order, Dictionary<string, ViewedOrder> open)
    {
        if (open.Remove(order.OrderId, out var view))
        {
            NoteWord(view, order);
            if (AccountComparison.Agree(view, ViewOf(order)) && !watched.Contains(view.ClOrdId!) && !accepted.Contains(view.ClOrdId!))
            {
                return;
            }

            ours.Add(view);
            NoteQuantity(view.OrderQty, order);
        }
        else if (ledger.OrderAtVenue(order.OrderId) is { } known)
        {
            ours.Add(ViewOf(known));
            NoteQuantity(known.OrderQty, order);
        }
        else if (order.ClOrdId.Length > 0 && ledger.Order(order.ClOrdId) is { OrderId: null } sent && ListedOrder.IsShown(sent, order, isRestored: true))
        {
            // Sent, and its answer is on its way: the resolver's, not a matter of views. Where nothing is open about it, it was taken for absent or refused, and is there.
            if (ledger.IsGivenUp(sent.ClOrdId))
            {
                Words.Add(ListedOrder.ReportOf(venue, order, $"listed as {order.OrdStatus}, though nothing of it was open here"));
            }

            return;
        }

        theirs.Add(ViewOf(order));
    }

    private void NoteWord(ViewedOrder view, VenueOrder shown)
    {
        if (view.OrdStatus is OrdStatus.PendingCancel or OrdStatus.PendingReplace && shown.OrdStatus is OrdStatus.New or OrdStatus.PartiallyFilled
            && ledger.Order(view.ClOrdId!) is { } known && shown.TransactTime > known.StandingAt)
        {
            Words.Add(ListedOrder.ReportOf(venue, shown, $"listed as {shown.OrdStatus}") with { ExecType = ExecType.OrderStatus });
        }
    }

    private void NoteQuantity(decimal orderQty, VenueOrder shown)
    {
        if (orderQty != shown.OrderQty)
        {
            OtherQuantities.Add(shown);
        }
    }

    private async Task AskAsync(Order known, bool mayAsk, CancellationToken cancellationToken)
    {
        switch (mayAsk ? await venue.QueryAsync(new OrderStatusRequest(known.ClOrdId, known.Symbol), cancellationToken).ConfigureAwait(false) : null)
        {
            case OrderQuery.Found { Order: var found } when found.OrderId == known.OrderId:
                theirs.Add(ViewOf(found));
                NoteQuantity(known.OrderQty, found);
                if (found.OrdStatus.IsTerminal() && !known.OrdStatus.IsTerminal())
                {
                    // Filled is where it stands, whatever was pending; as news of a new order it would be late.
                    var end = ListedOrder.ReportOf(venue, found, $"found {found.OrdStatus} when asked");
                    Ends.Add(end.OrdStatus == OrdStatus.Filled ? end with { ExecType = ExecType.OrderStatus } : end);
                }

                break;
            case OrderQuery.Found or OrderQuery.NotFound:
                break;
            default:
                notTold.Add(known.ClOrdId);
                break;
        }
    }

    /// <summary>An order as the venue sees it.</summary>
    public static ViewedOrder ViewOf(VenueOrder order) =>
        new(order.OrderId, order.ClOrdId, order.Symbol, order.OrdStatus, order.OrderQty, order.CumQty) { Side = order.Side };

    private static ViewedOrder ViewOf(Order order) => new(order.OrderId!, order.ClOrdId, order.Symbol, order.OrdStatus, order.OrderQty, order.CumQty);
}
