using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Pipeline.Bus.DeadLetters;
using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Venues;
using Pipeline.Workers.Tests.Bus;

namespace Pipeline.Workers.Tests.DeadLetters;

/// <summary>From a failure over its dead letter to the venue, in a whole process over the in-memory transport. No test looks at another's symbols.</summary>
public sealed class DeadLetterJourneyTests
{
    private readonly BreakablePrices prices = new();
    private TempFolder folder = null!;
    private RunningPipeline pipeline = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        folder = new TempFolder();
        pipeline = await RunningPipeline.StartAsync(
            folder.Path,
            new Dictionary<string, string>
            {
                ["--operator-tokens"] = $"alice={Convert.ToHexStringLower(SHA256.HashData("alices"u8))}",
            },
            isRestored: false,
            services => services.AddSingleton<IReferencePrices>(prices));
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await pipeline.DisposeAsync();
        folder.Dispose();
    }

    [Test]
    public async Task A_broken_order_is_kept_with_its_exception_and_parked_and_goes_out_once_when_it_is_replayed()
    {
        prices.Break("BROKEN");
        var order = (await pipeline.TakenAsync(Intents.Buy("broken", symbol: "BROKEN"))).Single();
        var letter = await LetterAsync("symbol=BROKEN");
        var id = letter.GetProperty("id").GetInt64();
        Assert.That(
            (Text(letter, "stage"), Text(letter, "queue"), Text(letter, "cl_ord_id"), Text(letter, "exception_type"), Text(letter, "state")),
            Is.EqualTo(("validation", "validation", order, "InvalidOperationException", "open")));
        var detail = await pipeline.GetAsync($"/v1/dead-letters/{id}");
        Assert.That(Text(detail, "exception_untrusted"), Does.Contain("at its bottom").And.Contain("BreakablePrices.Latest"), "the inner exception and the stack");
        Assert.That(Encoding.UTF8.GetString(Convert.FromBase64String(Text(detail, "body_base64"))), Does.Contain(order));
        Assert.That(Text(detail.GetProperty("replay"), "plan"), Is.EqualTo("check_again"));
        Assert.That(Text(detail.GetProperty("replay"), "checks_unknown"), Does.Contain("can't be read"), "the dry run meets the defect and says so");

        // Still broken: the replay joins its entry.
        await ActAsync($"/v1/dead-letters/{id}:replay");
        await Eventually.Until(() => pipeline.GetAsync($"/v1/dead-letters/{id}"), found => found.GetProperty("attempts").GetInt32() == 2, "it fails again");
        Assert.That(pipeline.Store.Read(session => session.Scalar<long>("SELECT count(*) FROM dead_letters WHERE symbol = 'BROKEN'")), Is.EqualTo(1));

        prices.Mend("BROKEN");
        detail = await pipeline.GetAsync($"/v1/dead-letters/{id}");
        Assert.That(Text(detail.GetProperty("replay").GetProperty("checks"), "outcome"), Is.EqualTo("accept"), "the dry run says which checks it would pass");
        await ActAsync($"/v1/dead-letters/{id}:replay");
        await pipeline.OrderUntilAsync(order, "done");
        await Eventually.Until(() => pipeline.GetAsync($"/v1/dead-letters/{id}"), found => Text(found, "result") == "done", "it was worked off");
        Assert.That(pipeline.Store.Read(session => ClaimTable.OfOrder(session, order)), Has.Count.EqualTo(1));
        var history = await pipeline.GetAsync($"/v1/dead-letters/{id}/history");
        Assert.That(history.EnumerateArray().Select(happened => Text(happened, "act")), Is.EqualTo(new[] { "failed", "replayed", "failed", "replayed", "worked_off" }));
    }

    [Test]
    public async Task An_intent_that_was_refused_is_edited_and_taken_through_the_strict_parser()
    {
        const string Bad = """{"rebalance_id":"amended","portfolio":"core","orders":[{"symbol":"AMEND","side":"buy","qty":-1,"order_type":"market"}]}""";
        await SendAsync("intake", "application/json", Bad);
        var letter = await LetterAsync("symbol=AMEND");
        var id = letter.GetProperty("id").GetInt64();
        Assert.That((Text(letter, "stage"), letter.TryGetProperty("cl_ord_id", out _)), Is.EqualTo(("intake", false)));
        Assert.That((await pipeline.GetAsync($"/v1/dead-letters/{id}")).GetProperty("replay").GetProperty("faults")[0].GetProperty("path").GetString(), Is.EqualTo("$.orders[0].qty"));

        Assert.That((int)(await TryActAsync($"/v1/dead-letters/{id}:edit", $""","body":{JsonSerializer.Serialize(Bad.Replace("-1", "0", StringComparison.Ordinal))}""")).StatusCode, Is.EqualTo(409));
        await ActAsync($"/v1/dead-letters/{id}:edit", $""","body":{JsonSerializer.Serialize(Bad.Replace("-1", "7", StringComparison.Ordinal))}""");
        Assert.That((await pipeline.GetAsync($"/v1/dead-letters/{id}")).GetProperty("difference").ToString(), Does.Contain("$.orders[0].qty").And.Contain("-1").And.Contain("7"));
        await ActAsync($"/v1/dead-letters/{id}:replay");

        var orders = await Eventually.Until(() => pipeline.GetAsync("/v1/orders?symbol=AMEND"), found => found.GetArrayLength() == 1, "the order is there");
        Assert.That(orders[0].GetProperty("qty").GetDecimal(), Is.EqualTo(7));
        await Eventually.Until(() => pipeline.GetAsync($"/v1/dead-letters/{id}"), found => Text(found, "result") == "done", "it was worked off");
        var body = pipeline.Store.Read(session => DeadLetterTable.Content(session, id)).Body;
        Assert.That(Encoding.UTF8.GetString(body), Is.EqualTo(Bad), "byte for byte");
    }

    [Test]
    public async Task An_intent_without_any_identity_that_fails_again_joins_its_entry()
    {
        await SendAsync("intake", "application/json", """{"orders":[{"symbol":"NAMELESS"}]}""");
        var id = (await LetterAsync("symbol=NAMELESS")).GetProperty("id").GetInt64();

        await ActAsync($"/v1/dead-letters/{id}:replay");

        await Eventually.Until(() => pipeline.GetAsync($"/v1/dead-letters/{id}"), found => found.GetProperty("attempts").GetInt32() == 2, "it fails again in its entry");
        Assert.That((await pipeline.GetAsync("/v1/dead-letters?symbol=NAMELESS&state=all")).GetArrayLength(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_message_that_no_consumer_takes_is_kept_too()
    {
        await SendAsync("session", "application/vnd.masstransit+json", """{"messageId":"5b2c3c3e-0000-0000-0000-000000000001","messageType":["urn:message:Nobody:Takes"],"message":{"clOrdId":"X"}}""");

        var letter = await LetterAsync("stage=session&reason=no consumer");
        Assert.That(Text(letter, "exception_type"), Is.EqualTo("NoConsumer"));
        Assert.That(Text(letter, "reason_untrusted"), Does.Contain("urn:message:Nobody:Takes"));
    }

    [Test]
    public async Task What_names_an_order_longer_than_any_of_ours_is_about_none_of_ours()
    {
        var name = new string('X', 10_000);
        await SendAsync(
            "reconciliation", "application/vnd.masstransit+json",
            $$"""{"messageId":"{{name}}","messageType":["urn:message:Nobody:Takes{{name}}"],"message":{"clOrdId":"{{name}}","intentId":"{{name}}" } }""");

        var letter = await LetterAsync("stage=reconciliation");
        Assert.That((Text(letter, "cl_ord_id"), Text(letter, "intent_id")), Is.EqualTo(("", "")));
        Assert.That(Text(letter, "message_type"), Has.Length.LessThanOrEqualTo(256).And.StartsWith("urn:message:Nobody:Takes"));
        var detail = await pipeline.GetAsync($"/v1/dead-letters/{letter.GetProperty("id").GetInt64()}");
        Assert.That(Encoding.UTF8.GetString(Convert.FromBase64String(Text(detail, "body_base64"))), Does.Contain(name), "its message is whole");
    }

    [Test]
    public async Task What_is_no_message_at_all_is_kept_byte_for_byte()
    {
        await SendAsync("analytics", "application/vnd.masstransit+json", "no JSON \u0001");

        var letter = await LetterAsync("stage=analytics");
        var detail = await pipeline.GetAsync($"/v1/dead-letters/{letter.GetProperty("id").GetInt64()}");
        Assert.That(Convert.FromBase64String(Text(detail, "body_base64")), Is.EqualTo("no JSON \u0001"u8.ToArray()));
        Assert.That(Text(detail.GetProperty("replay"), "code"), Is.EqualTo("UNREADABLE"));
    }

    [Test]
    public async Task What_nobody_can_read_fails_once_and_wakes_a_person_once()
    {
        await SendAsync("submission", "application/vnd.masstransit+json", "{\"poison\": true");
        await LetterAsync("stage=submission");

        // Behind it in the queue: when this one is kept, whatever becomes of the first has become of it.
        await SendAsync("submission", "application/vnd.masstransit+json", "{\"another\": true");
        var letters = await Eventually.Until(() => pipeline.GetAsync("/v1/dead-letters?stage=submission"), found => found.GetArrayLength() >= 2, "both are dead letters");

        Assert.That(letters.EnumerateArray().Select(letter => (Text(letter, "exception_type"), letter.GetProperty("attempts").GetInt32())), Is.EqualTo(new[] { ("SerializationException", 1), ("SerializationException", 1) }));
        Assert.That(
            pipeline.Store.Read(session => session.Query<string>("SELECT data ->> '$.facts.exception_type' FROM journal WHERE kind = 'AlertRaised' AND stage = 'submission'")),
            Is.EqualTo(new[] { "SerializationException", "SerializationException" }));
    }

    [Test]
    public async Task A_run_sends_a_canary_first_is_paused_when_it_fails_again_and_goes_on_when_a_person_resumes_it()
    {
        prices.Break("FLOCK");
        var orders = new List<string>();
        for (var i = 0; i < 15; i++)
        {
            orders.Add((await pipeline.TakenAsync(Intents.Buy($"flock {i}", symbol: "FLOCK", qty: i + 1))).Single());
        }

        await Eventually.Until(() => pipeline.GetAsync("/v1/dead-letters?symbol=FLOCK"), found => found.GetArrayLength() == 15, "all are dead letters");
        var run = (await ActAsync("/v1/replay-runs", ""","symbol":"FLOCK","rate":1000""")).GetProperty("shown").GetProperty("run").GetInt64();
        var paused = await Eventually.Until(() => pipeline.GetAsync($"/v1/replay-runs/{run}"), found => Text(found, "state") == "paused", "its canary fails again");
        Assert.That((paused.GetProperty("replayed").GetInt32(), paused.GetProperty("failed_again").GetInt32()), Is.EqualTo((1, 1)));
        Assert.That((int)(await TryActAsync("/v1/replay-runs", ""","symbol":"FLOCK" """)).StatusCode, Is.EqualTo(409), "one run at a time");

        prices.Mend("FLOCK");
        await ActAsync($"/v1/replay-runs/{run}:resume");
        var done = await Eventually.Until(() => pipeline.GetAsync($"/v1/replay-runs/{run}"), found => Text(found, "state") == "done", "it comes to its end");
        Assert.That((done.GetProperty("total").GetInt32(), done.GetProperty("replayed").GetInt32(), done.GetProperty("worked_off").GetInt32()), Is.EqualTo((15, 15, 14)));
        var left = await pipeline.GetAsync("/v1/dead-letters?symbol=FLOCK");
        Assert.That(left.GetArrayLength(), Is.EqualTo(1), "the canary that failed waits for a person");

        // It is the oldest dead letter, which need not be of the first order.
        foreach (var order in orders.Except([Text(left[0], "cl_ord_id")]))
        {
            await pipeline.OrderUntilAsync(order, "done");
        }
    }

    [Test]
    public async Task The_worklist_has_the_group_and_the_commands_that_are_safe()
    {
        prices.Break("LISTED");
        await pipeline.TakenAsync(Intents.Buy("listed", "\"order_type\":\"limit\",\"limit_price\":123", symbol: "LISTED"));
        var group = (await LetterAsync("symbol=LISTED")).GetProperty("group").GetInt64();

        var item = (await pipeline.GetAsync("/v1/worklist")).EnumerateArray().Single(one => Text(one, "kind") == "dead_letters" && Text(one, "subject") == $"{group}");

        Assert.That(item.GetProperty("next_acts").EnumerateArray().Select(act => Text(act, "command")), Has.Some.EqualTo($"pipelinectl dlq replay --group {group} --dry-run"));
        Assert.That(item.GetProperty("open_notional").GetDecimal(), Is.GreaterThanOrEqualTo(1230));
    }

    [Test]
    public async Task A_replayed_message_that_died_with_the_process_is_sent_again_by_the_next()
    {
        using var ours = new TempFolder();
        var database = new Pipeline.Store.Writing.SqliteDatabase(ours.File("pipeline.db"));
        database.Migrate();
        long id;
        using (var connection = database.Open())
        {
            // As a process leaves it that has sent the message and died before it was worked off.
            var session = new StoreSession(connection, null);
            var body = Encoding.UTF8.GetBytes(Intents.Buy("again", symbol: "AGAIN"));
            id = DeadLetterTable.Keep(session, new DeadLetter("intake", "a", null, null, "X", "x", "x", "{}", body, DateTimeOffset.UnixEpoch))!.Value;
            DeadLetterTable.SetReplayed(session, id, null, null, Pipeline.Trading.DeadLetters.ReplayResult.Waits, isUnsent: false, DateTimeOffset.UnixEpoch);
        }

        await using var next = await RunningPipeline.StartAsync(ours.Path);

        await Eventually.Until(() => next.GetAsync("/v1/orders?symbol=AGAIN"), found => found.GetArrayLength() == 1, "the intent is taken");
        await Eventually.Until(() => next.GetAsync($"/v1/dead-letters/{id}"), found => Text(found, "result") == "done", "it was worked off");
    }

    [Test]
    public async Task A_filter_that_is_not_understood_is_refused_by_name()
    {
        var answer = await pipeline.Http.GetAsync("/v1/dead-letters?stage=nowhere");

        Assert.That((int)answer.StatusCode, Is.EqualTo(400));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("stage=nowhere"));
        Assert.That((int)(await TryActAsync("/v1/replay-runs", "")).StatusCode, Is.EqualTo(400), "a run says which, or all");
    }

    private Task SendAsync(string queue, string contentType, string body) => pipeline.Services.GetRequiredService<ILetterSender>().SendAsync(
        new DeadLetterRow { Queue = queue }, new DeadLetterContent { Body = Encoding.UTF8.GetBytes(body), ContentType = contentType }, CancellationToken.None);

    private async Task<JsonElement> LetterAsync(string filter) =>
        (await Eventually.Until(() => pipeline.GetAsync($"/v1/dead-letters?{filter}"), found => found.GetArrayLength() == 1, $"a dead letter of {filter}"))[0];

    private async Task<JsonElement> ActAsync(string path, string more = "")
    {
        using var answer = await TryActAsync(path, more);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.That((int)answer.StatusCode, Is.EqualTo(200), text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    private Task<HttpResponseMessage> TryActAsync(string path, string more)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent($$"""{"why":"a test"{{more}}}""", Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "alices");
        return pipeline.Http.SendAsync(request);
    }

    private static string Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
