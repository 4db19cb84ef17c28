using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Mime;
using System.Security.Cryptography;
using System.Text;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Pipeline.Bus.Intents;
using Pipeline.Store;
using Pipeline.Store.Failpoints;
using Pipeline.Venues;
using Pipeline.Venues.Paper;
using StageNames = Pipeline.Store.Steps.Stages;

namespace Pipeline.Workers.Tests.Bus;

/// <summary>The list of failpoints, from which the crash matrix takes its rows, says what there is: no more and no less.</summary>
public sealed class FailpointTests
{
    private const string Token = "let me";
    private const string Resting = "\"order_type\":\"limit\",\"limit_price\":171";

    private readonly ConcurrentDictionary<Failpoint, bool> seen = new();
    private TempFolder folder = null!;

    [SetUp]
    public void Open()
    {
        folder = new TempFolder();
        Failpoints.WatchEverywhere(place => seen[place] = true);
    }

    [TearDown]
    public void Close()
    {
        Failpoints.WatchEverywhere(null);
        folder.Dispose();
    }

    [Test]
    public async Task Every_place_on_the_list_is_come_by()
    {
        await using var hooks = await Notices.HooksStub.StartAsync();
        File.WriteAllText(folder.File("hooks-token"), Notices.HooksStub.Token);

        // Ten seconds before the opening, on a store that is said to be restored.
        await using var pipeline = await RunningPipeline.StartAsync(
            folder.Path,
            new Dictionary<string, string>
            {
                ["--clock"] = "2026-03-02T09:29:50-05:00",
                ["--session-closed-market"] = "hold_until_open",
                ["--notices-url"] = hooks.Url,
                ["--notices-token-file"] = folder.File("hooks-token"),
                ["--operator-tokens"] = $"test={Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Token)))}",
            },
            isRestored: true,
            services => services.AddSingleton<IOrderEntry>(provider => new BadDay(provider.GetRequiredService<PaperVenue>())));
        pipeline.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        await Eventually.Until(
            () => pipeline.PostAsync(Intents.Buy("held")), answer => answer.IsSuccessStatusCode, "the venue's orders are imported, and intake is open");

        (await pipeline.Http.PostAsJsonAsync("/v1/restored/end", new { why = "test" })).EnsureSuccessStatusCode();
        await pipeline.TakenAsync(Intents.Buy("rejected", symbol: BadDay.Rejected));
        await SendOverAmqpAsync(pipeline, Intents.Buy("amqp", symbol: "MSFT"));
        var resting = (await pipeline.TakenAsync(Intents.Buy("resting", Resting))).Single();
        await Eventually.Until(
            () => pipeline.GetAsync($"/v1/orders/{resting}"), order => order.GetProperty("ord_status").GetString() == "new", "the order rests at the venue");
        (await pipeline.Http.PostAsJsonAsync($"/v1/orders/{resting}/cancel", new { why = "test" })).EnsureSuccessStatusCode();
        await pipeline.OrderUntilAsync(resting, "done");

        // As after a crash, in which the note that a message was sent is lost.
        await pipeline.Store.WriteAsync(session => session.Execute("UPDATE follow_ups SET sent_at = NULL WHERE type = 'OrderProposed'"));
        await Eventually.Until(
            () => Task.FromResult(string.Join(", ", Failpoint.All.Where(place => !seen.ContainsKey(place)))), missing => missing.Length == 0, "every place was come by");
    }

    [Test]
    public void A_place_that_is_not_on_the_list_is_refused() => Assert.That(
        () => Failpoints.Hit("validation", "digested"), Throws.ArgumentException.With.Message.Contains("validation.digested"));

    private static async Task SendOverAmqpAsync(RunningPipeline pipeline, string intent)
    {
        var intake = await pipeline.Services.GetRequiredService<IBus>().GetSendEndpoint(new Uri($"queue:{StageNames.Intake}"));
        await intake.Send(new RawIntent(), context => context.Serializer = new AsWritten(intent));
    }

    /// <summary>A foreign client's message: the document and no envelope.</summary>
    private sealed class AsWritten(string document) : IMessageSerializer
    {
        public ContentType ContentType { get; } = new("application/json");

        public MessageBody GetMessageBody<T>(SendContext<T> context)
            where T : class => new StringMessageBody(document);
    }

    /// <summary>The first order is lost on its way to the venue, without a word, and those in one symbol are rejected.</summary>
    private sealed class BadDay(IOrderEntry venue) : IOrderEntry
    {
        public const string Rejected = "IBM";

        private int lost;

        public string Adapter => venue.Adapter;

        public Pipeline.Messages.Capabilities.VenueCapabilities Capabilities => venue.Capabilities;

        public async Task<SubmitOutcome> SubmitAsync(NewOrderSingle order, LastLook lastLook, CancellationToken cancellationToken) => order.Symbol switch
        {
            Rejected => new SubmitOutcome.Rejected("NOT_TODAY", "not today"),
            _ when Interlocked.Exchange(ref lost, 1) == 0 => new SubmitOutcome.Unknown("LOST"),
            _ => await venue.SubmitAsync(order, lastLook, cancellationToken),
        };

        public Task<CancelOutcome> CancelAsync(OrderCancelRequest request, CancellationToken cancellationToken) => venue.CancelAsync(request, cancellationToken);
    }
}
