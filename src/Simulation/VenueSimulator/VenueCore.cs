using Pipeline.Venues.Paper;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>Everything of a venue under one script. Not for several threads; a method is one turn.</summary>
internal sealed class VenueCore
{
    private readonly SimulatorOptions options;
    private readonly Agenda agenda;
    private readonly Outbox outbox;
    private readonly RateLimit limit;
    private readonly IDialect dialect;
    private readonly ActPlayer acts;
    private readonly List<VenueCall> calls = [];

    public VenueCore(SimulatorOptions given, VenueScript script, Agenda agenda, Outbox outbox, DateTimeOffset now)
    {
        options = given with
        {
            Seed = script.Seed ?? given.Seed,
            StartingCash = script.Cash ?? given.StartingCash,
            Dialect = script.Dialect ?? given.Dialect,
            RateLimitPerMinute = script.RateLimitPerMinute ?? given.RateLimitPerMinute,
            StreamLatency = script.StreamLatency ?? given.StreamLatency,
            Assets = script.Assets ?? given.Assets,
        };
        this.agenda = agenda;
        this.outbox = outbox;
        Rules = new Rulebook(options.Seed);
        Updates = new TradeUpdates(agenda, outbox, Rules, (happened, effects) => dialect!.Frame(happened, effects)) { Latency = options.StreamLatency };
        MarketData = new MarketData(agenda, outbox, options.Dialect == VenueDialect.Binance ? new BinanceMarketTalk() : new AlpacaMarketTalk(IsKnown));
        var markets = new Markets(options.Quotes ?? new RandomWalkQuotes(options.Seed), options.Calendars);
        Exchange = new Exchange(
            options.Calendars, new Ids(options.Seed, options.Dialect), markets, new Account(options.StartingCash), agenda,
            new FeeRules(script.Fees ?? new FeeSchedule(), options.Dialect),
            happened => Updates.Tell(happened, happened.At));
        dialect = options.Dialect switch
        {
            VenueDialect.Alpaca => new AlpacaDialect(this, outbox, new AlpacaApi(options, Exchange, new Changes(Exchange, agenda), new IdRule(script.IdReuse ?? IdReuse.Never))),
            VenueDialect.Binance => new BinanceDialect(this, outbox, options, new BinanceApi(Exchange, new Changes(Exchange, agenda), new IdRule(script.IdReuse ?? IdReuse.AfterEnd))),
            _ => throw new InvalidOperationException($"Nobody speaks {options.Dialect}."),
        };
        limit = new RateLimit(options.RateLimitPerMinute ?? dialect.RateLimitPerMinute);
        acts = new ActPlayer(Exchange, Updates, MarketData, Rules, State, agenda);
        Begin(script, now);
    }

    public Rulebook Rules { get; }

    public Exchange Exchange { get; }

    public TradeUpdates Updates { get; }

    public MarketData MarketData { get; }

    public VenueState State { get; } = new();

    /// <summary>Whether a path is that of the stream of market data.</summary>
    public bool IsOfMarket(string path) => options.Dialect == VenueDialect.Binance ? path == "/stream" : path is "/v2/sip" or "/v2/iex";

    /// <summary>Whether frames of the stream of reports are binary.</summary>
    public bool SendsBinary => options.BinaryFrames && options.Dialect == VenueDialect.Alpaca;

    public IReadOnlyList<VenueCall> Calls => calls;

    public long ActsPerformed => acts.Performed;

    public void Act(VenueAct act, DateTimeOffset now) => acts.Play(act, now);

    /// <summary>The client's id of the order that a request asks for; null where it asks for none.</summary>
    public string? SubmittedBy(SimulatedRequest request) => dialect.RouteOf(request) is { Kind: CallKind.Submit } route ? dialect.SubjectOf(route).ClOrdId : null;

    /// <summary>Takes a call in: it is counted, performed or not, and its answer fixed or put down for later.</summary>
    public Reply Receive(SimulatedRequest request, DateTimeOffset now)
    {
        var route = dialect.RouteOf(request);
        var subject = dialect.SubjectOf(route);
        var effects = State.IsDown ? Effects.None : Rules.OfCall(route.Kind, subject, now);
        var call = new VenueCall
        {
            At = now, Method = request.Method, Path = request.Path, Call = route.Kind,
            ClOrdId = subject.ClOrdId, Symbol = subject.Symbol, Behaviours = effects.Names,
        };
        calls.Add(call);
        if (State.IsDown || effects.Answer == AnswerFault.Refused)
        {
            return Reply.Broken(call, BrokenConnection.Refused);
        }

        var refusal = dialect.Refusal(request, route, now) ?? (dialect.WeightOf(route) is > 0 and var weight && limit.IsOver(weight, now) ? dialect.TooManyCalls : null);
        if (refusal is not null)
        {
            return Answer(call, effects, refusal.ToAnswer(), route, now);
        }

        if (effects.AcceptAfter is { } pause)
        {
            return PerformLater(call, effects, route, now + pause, now);
        }

        return Answer(call, effects, effects.Accept == false ? null : Perform(route, effects, now), route, now);
    }

    /// <summary>Notes an attempt to connect to the stream, and says how it ends when it fails.</summary>
    public Reply? RefuseConnection(DateTimeOffset now)
    {
        var effects = State.IsDown ? Effects.None : Rules.OfCall(CallKind.Stream, default, now);
        var call = new VenueCall { At = now, Method = "GET", Path = dialect.StreamPath, Call = CallKind.Stream, Behaviours = effects.Names };
        calls.Add(call);
        if (State.IsDown || effects.Answer == AnswerFault.Refused)
        {
            return Reply.Broken(call, BrokenConnection.Refused);
        }

        if (!effects.IsAnswerSaid)
        {
            call.Say(101);
            return null;
        }

        return effects.Answer == AnswerFault.Reset
            ? Reply.Broken(call, BrokenConnection.Reset)
            : Reply.Of(call, Answering.Of(null, effects, [], dialect.RefusalOf));
    }

    /// <summary>Whether credentials are the account's.</summary>
    public bool IsKnown(string? keyId, string? secretKey) =>
        options.KeyId is null || (keyId == options.KeyId && secretKey == options.SecretKey);

    private void Begin(VenueScript script, DateTimeOffset now)
    {
        foreach (var quote in script.Quotes ?? [])
        {
            acts.Play(new VenueAct { Quote = quote }, now);
        }

        foreach (var (symbol, qty) in script.Positions ?? new Dictionary<string, decimal>())
        {
            var quote = Exchange.Markets.Of(symbol).Quote(now);
            Exchange.Account.Of(symbol).Open(qty, (quote?.Bid + quote?.Ask) / 2 ?? 0);
        }

        foreach (var behaviour in script.Behaviours)
        {
            Rules.Add(behaviour, now);
        }

        foreach (var act in script.Acts)
        {
            acts.Play(act, now);
        }

        if (script.Heartbeat is { } interval)
        {
            Beat(interval, now);
        }
    }

    private void Beat(TimeSpan interval, DateTimeOffset now) => agenda.At(now + interval, at =>
    {
        Updates.Broadcast(dialect.Heartbeat(at));
        Beat(interval, at);
    });

    /// <summary>Takes in what a client says on the stream of reports.</summary>
    public void Hear(SimulatedSocket socket, ReadOnlyMemory<byte> message, DateTimeOffset now) => dialect.Receive(socket, message, now);

    // Between client and venue a proxy may make a call again; the client hears what came of the last.
    private ApiAnswer Perform(Route route, Effects effects, DateTimeOffset now)
    {
        var answer = dialect.Perform(route, effects, now);
        for (var i = 0; i < effects.Repeat; i++)
        {
            answer = dialect.Perform(route, effects, now);
        }

        return answer;
    }

    private Reply PerformLater(VenueCall call, Effects effects, Route route, DateTimeOffset due, DateTimeOffset now)
    {
        if (effects.IsAnswerSaid)
        {
            agenda.Do(due, at => Perform(route, effects, at), now);
            return Answer(call, effects, null, route, now);
        }

        var reply = Reply.Waiting(call);
        agenda.Do(due, at => Complete(reply, effects, Perform(route, effects, at), route, at), now);
        return reply;
    }

    private Reply Answer(VenueCall call, Effects effects, ApiAnswer? genuine, Route route, DateTimeOffset now)
    {
        if (effects.Answer is not (AnswerFault.None or AnswerFault.Reset) && effects.Delay is null)
        {
            return Reply.Of(call, Response(effects, genuine, route));
        }

        var reply = Reply.Waiting(call);
        Complete(reply, effects, genuine, route, now);
        return reply;
    }

    private void Complete(Reply reply, Effects effects, ApiAnswer? genuine, Route route, DateTimeOffset now)
    {
        if (effects.Answer == AnswerFault.None)
        {
            return;
        }

        var response = effects.Answer == AnswerFault.Reset ? Reply.Reset : Response(effects, genuine, route);
        agenda.Do(now + (effects.Delay ?? TimeSpan.Zero), _ => outbox.Add(() => reply.Complete(response)), now);
    }

    private SimulatedResponse Response(Effects effects, ApiAnswer? genuine, Route route) =>
        Answering.Of(genuine, effects, dialect.WeightOf(route) == 0 ? [] : dialect.Headers(limit), dialect.RefusalOf);
}
