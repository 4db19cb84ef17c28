using Microsoft.AspNetCore.Http;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using Pipeline.Access;
using Pipeline.Access.Http;
using Pipeline.Bus.FollowUps;
using Pipeline.Intake.Checks;
using Pipeline.Intake.Http;
using Pipeline.Messages.Fix;
using Pipeline.Store;
using Pipeline.Store.Failpoints;
using Pipeline.Store.Queries;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Fills;
using Pipeline.Trading.Orders;

namespace Pipeline.Intake.Mcp;

/// <summary>Does what a tool says, by the code that the HTTP API does it by. What belongs to another strategy is not there.</summary>
internal sealed class McpCalls(
    Stage stage, IntentChecks checks, Briefs briefs, IStore store, FollowUpDispatcher dispatcher, Refusals refusals, IHttpContextAccessor accessor)
{
    private const string Source = "mcp";

    private static readonly string[] Filters = ["state", "ord_status", "symbol", "side", "portfolio", "rebalance_id", "intent_id"];

    /// <exception cref="McpProtocolException">There is no such tool.</exception>
    public async ValueTask<CallToolResult> CallAsync(CallToolRequestParams call)
    {
        var (tool, scopes) = McpTools.All.FirstOrDefault(known => known.Tool.Name == call.Name);
        if (tool is null)
        {
            throw new McpProtocolException($"There is no tool '{call.Name}'; tools/list names those there are", McpErrorCode.InvalidParams);
        }

        var context = accessor.HttpContext ?? throw new InvalidOperationException("A tool is called by a request");
        if (context.Caller().Lacks(scopes) is { } lacks)
        {
            return Refused(context, lacks).ToResult();
        }

        return (await DoAsync(call.Name, new ToolArguments(call.Arguments), context).ConfigureAwait(false)).ToResult();
    }

    private async Task<ToolReply> DoAsync(string tool, ToolArguments arguments, HttpContext context)
    {
        try
        {
            return tool switch
            {
                McpTools.SubmitIntent => await SubmitAsync(arguments.Only("intent"), context).ConfigureAwait(false),
                McpTools.CheckIntent => await CheckAsync(arguments.Only("intent"), context).ConfigureAwait(false),
                McpTools.OrderStatus => Status(arguments.Only("id", "rebalance_id"), context.Caller()),
                McpTools.ListOrders => List(arguments.Only([.. Filters, "limit"]), context.Caller()),
                McpTools.IncidentBrief => new ToolReply(
                    ToolReply.Ok, "Tell a person what needs one.", briefs.Of(context.Caller().StrategyId, Briefs.Window(arguments.Only("window").Text("window") ?? Briefs.DefaultWindow))),
                _ => throw new InvalidOperationException($"Nobody does what {tool} says"),
            };
        }
        catch (FormatException e)
        {
            return ToolReply.Wrong($"{e.Message}.");
        }
        catch (StoreUnavailableException e)
        {
            return ToolReply.NotNow(e.Message, e.WhatIsRecorded);
        }
        catch (FactsUnavailableException e)
        {
            return ToolReply.NotNow(e.Message);
        }
    }

    private async Task<ToolReply> SubmitAsync(ToolArguments arguments, HttpContext context)
    {
        Failpoints.Hit(Failpoint.Http, Failpoint.Received);

        // Recording goes on when the caller goes away: it will ask again, and must find one answer.
        switch (await stage.TakeAsync(SubmittedOf(arguments, context), CancellationToken.None).ConfigureAwait(false))
        {
            case IntakeResult.Taken taken:
                Failpoints.Hit(Failpoint.Http, Failpoint.Recorded);
                dispatcher.PublishInBackground(Failpoint.Http, taken.FollowUps);
                return ToolReply.Taken(taken.Receipt);
            case IntakeResult.Refused refused:
                return ToolReply.Wrong("Mend what errors name, and call the tool again with the same rebalance_id.", new { errors = refused.Faults });
            case IntakeResult.Conflict conflict:
                return new ToolReply(
                    ToolReply.Conflict, "Nothing was recorded: the rebalance_id is used for other terms. If this is a retry, submit what was submitted before; a changed decision is a new plan with a new rebalance_id.",
                    new { conflicts = conflict.Lines });
            case IntakeResult.NotAllowed notAllowed:
                return Refused(context, notAllowed.Refusal);
            case var other:
                throw new InvalidOperationException($"Not an intake result: {other}");
        }
    }

    private async Task<ToolReply> CheckAsync(ToolArguments arguments, HttpContext context) =>
        await checks.CheckAsync(SubmittedOf(arguments, context), context.RequestAborted).ConfigureAwait(false) switch
    {
        CheckResult.Checked { Answer: var answer } => Checked(answer),
        CheckResult.NotAllowed notAllowed => Refused(context, notAllowed.Refusal),
        CheckResult.Refused refused => ToolReply.Wrong("It would not be taken: mend what errors name.", new { errors = refused.Faults }),
        var other => throw new InvalidOperationException($"Not a check's result: {other}"),
    };

    private static ToolReply Checked(IntentCheck answer) => !answer.IsTaken
        ? new ToolReply(ToolReply.Conflict, "It would not be taken: a changed decision is a new plan with a new rebalance_id.", answer)
        : ToolReply.Status(answer.Orders.Where(line => line.Known is not null).Select(line => (line.Known!.State, line.Known.OrdStatus)), answer) switch
        {
            // What must never be submitted again comes before what would be denied.
            { Outcome: ToolReply.Unknown } unknown => unknown,
            _ when answer.Orders.Any(line => line.Outcome == LineOutcome.Deny) =>
                new ToolReply(ToolReply.Rejected, "It would be denied: code and the rules that did not pass say why. Don't submit it like that.", answer),
            { Outcome: ToolReply.Ok } when answer.Orders.All(line => line.Known is not null) =>
                new ToolReply(ToolReply.Duplicate, "It is known already: submitting it changes nothing. order_status says what became of it.", answer),
            var known => known,
        };

    private ToolReply Status(ToolArguments arguments, Caller caller)
    {
        var orders = (arguments.Text("id"), arguments.Text("rebalance_id")) switch
        {
            ({ } id, null) => store.Read(session => OrderQueries.Named(session, id).Select(clOrdId => OrderQueries.Find(session, clOrdId)!).Where(order => caller.Sees(order.StrategyId)).ToList()),
            (null, { } plan) => store.Read(session => OfPlan(session, Seen(new OrderFilter { RebalanceId = plan, Limit = OrderFilter.LargestPage }, caller))),
            _ => throw new FormatException("Name one order by id, or a plan by rebalance_id"),
        };
        return orders.Count == 0
            ? store.Read(RestorationTable.IsImporting) ? ToolReply.NotImported() : ToolReply.NotKnown()
            : ToolReply.Status(Standings(orders), new { orders });
    }

    private static List<OrderView> OfPlan(StoreSession session, OrderFilter filter)
    {
        var all = new List<OrderView>();
        for (long? after = 0; after is { } from;)
        {
            var (orders, next) = OrderQueries.List(session, filter with { After = from });
            all.AddRange(orders);
            after = next;
        }

        return all;
    }

    // Where each line stands of which there are orders. An order by itself brings its line along; those of a plan are all there.
    private static IEnumerable<(OrderState, OrdStatus)> Standings(IReadOnlyList<OrderView> orders) => orders.GroupBy(order => order.Key).Select(line =>
        line.First() is { Line: { } members } order
            ? StandingOf([.. members.Select(member => (member.ClOrdId, member.OrigClOrdId, member.State, member.OrdStatus, member.Code))], (order.State, order.OrdStatus))
            : StandingOf([.. line.OrderBy(member => member.Generation).Select(member => (member.ClOrdId, member.OrigClOrdId, member.State, member.OrdStatus, member.Code))], (line.First().State, line.First().OrdStatus)));

    private static (OrderState, OrdStatus) StandingOf(
        IReadOnlyList<(string ClOrdId, string? OrigClOrdId, OrderState State, OrdStatus OrdStatus, string? Code)> line, (OrderState, OrdStatus) otherwise) =>
        line.Reverse().Where(member => !Line.IsAside(member.OrdStatus, member.Code, line.FirstOrDefault(other => other.ClOrdId == member.OrigClOrdId) is { ClOrdId: not null } parent ? parent.OrdStatus : null))
            .Select(member => (member.State, member.OrdStatus)).FirstOrDefault(otherwise);

    private ToolReply List(ToolArguments arguments, Caller caller)
    {
        var filter = new OrderFilter { NewestFirst = true, Limit = 50 };
        foreach (var (name, value) in Filters.Select(name => (name, arguments.Text(name))).Append(("limit", arguments.Number("limit"))))
        {
            filter = value is null ? filter : OrderFilterQuery.With(filter, name, value);
        }

        var (orders, next) = store.Read(session => OrderQueries.List(session, Seen(filter, caller)));
        return new ToolReply(ToolReply.Ok, next is null ? "These are all." : "There are more: raise limit, or narrow the list.", new { orders });
    }

    private ToolReply Refused(HttpContext context, Refusal refusal)
    {
        refusals.Note(refusal, Refusals.Http, context.Caller().Name, context.Connection.RemoteIpAddress?.ToString());
        return refusal.Status == StatusCodes.Status409Conflict
            ? new ToolReply(ToolReply.Conflict, refusal.Detail, new { refusal.Code })
            : ToolReply.Wrong($"{refusal.Detail} Calling again can't help: a person must decide.", new { refusal.Code, refusal.Lacks });
    }

    private static OrderFilter Seen(OrderFilter filter, Caller caller) => filter with { StrategyId = caller.StrategyId };

    private static Submitted SubmittedOf(ToolArguments arguments, HttpContext context) => new(arguments.Document("intent"), Source, null)
    {
        Caller = context.Caller(), Signature = context.Signature(), IsNamedBySender = false,
    };
}
