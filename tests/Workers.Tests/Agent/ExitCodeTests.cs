using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using NUnit.Framework;
using Pipeline.Ctl;
using Pipeline.Intentctl;
using Pipeline.Workers.Tests.Bus;

namespace Pipeline.Workers.Tests.Agent;

/// <summary>What decides the exit code when the pipeline, or what stands in its place, answers oddly or not at all.</summary>
public sealed class ExitCodeTests
{
    private static readonly string[] Submit = ["submit", "--rebalance-id", "p", "--portfolio", "core", "--symbol", "A", "--side", "buy", "--qty", "1", "--order-type", "market"];

    [Test]
    public async Task Nobody_there_is_6_and_nothing_was_recorded()
    {
        var run = await IntentctlRun.OfAsync(new Uri("http://127.0.0.1:1"), "", Submit);

        Assert.That((run.ExitCode, run.Said("outcome"), run.Said("may_be_recorded")), Is.EqualTo((6, "unavailable", "False")));
        Assert.That(run.Said("next"), Does.Contain("the same command again").And.Contain("the same rebalance_id"));
        Assert.That(run.Error, Does.StartWith("intentctl: The pipeline at http://127.0.0.1:1/ can't be reached"));
    }

    [Test]
    public async Task No_answer_in_time_is_6_and_may_be_recorded_since_the_same_again_changes_nothing()
    {
        using var deaf = new TcpListener(IPAddress.Loopback, 0);
        deaf.Start();

        var run = await IntentctlRun.OfAsync(Only("PIPELINE_URL", $"http://{deaf.LocalEndpoint}"), "", Submit);

        Assert.That((run.ExitCode, run.Said("may_be_recorded")), Is.EqualTo((6, "True")));
        Assert.That(run.Said("message"), Does.Contain("has not answered in 0.8 s"));
    }

    [TestCase("submit", "True")]
    [TestCase("list", "")]
    public async Task Stopped_while_it_waits_for_an_answer_it_says_what_is_known_and_is_6(string command, string mayBeRecorded)
    {
        using var deaf = new TcpListener(IPAddress.Loopback, 0);
        deaf.Start();

        var run = await IntentctlRun.OfProgramAsync(
            new Uri($"http://{deaf.LocalEndpoint}"), "",
            async process =>
            {
                using var connection = await deaf.AcceptTcpClientAsync();
                await ReadRequestAsync(connection.GetStream());
                using var kill = System.Diagnostics.Process.Start("kill", ["-TERM", $"{process.Id}"]);
                await process.WaitForExitAsync();
            },
            [.. command == "submit" ? Submit : [command], "--timeout", "60"]);

        Assert.That((run.ExitCode, run.Said("exit_code"), run.Said("may_be_recorded")), Is.EqualTo((6, "6", mayBeRecorded)), run.Error);
        Assert.That(run.Said("message"), Is.EqualTo("The command was stopped before it had its answer"));
    }

    [TestCase("text/html", "<html>A router</html>")]
    public async Task A_page_that_is_no_brief_is_not_shown_as_one(string type, string body)
    {
        await using var server = await AnsweringServer.StartAsync(context =>
        {
            context.Response.ContentType = type;
            return context.Response.WriteAsync(body);
        });

        var run = await IntentctlRun.OfAsync(server.Url, "", "brief", "--table");

        Assert.That((run.ExitCode, run.Output), Is.EqualTo((6, "")));
        Assert.That(run.Error, Does.Contain("is not a pipeline"));
    }

    [Test]
    public async Task A_brief_that_was_made_has_no_other_window()
    {
        var run = await IntentctlRun.OfAsync(new Uri("http://127.0.0.1:1"), "", "brief", "brief-1234", "--window", "4h");

        Assert.That((run.ExitCode, run.Said("message")), Is.EqualTo((1, "A brief that was made is what it was then: --window is for a new one, without ID")));
    }

    [Test]
    public async Task A_connection_that_breaks_after_the_request_is_6_and_may_be_recorded()
    {
        await using var server = await AnsweringServer.StartAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        var run = await IntentctlRun.OfAsync(server.Url, "", Submit);

        Assert.That((run.ExitCode, run.Said("may_be_recorded")), Is.EqualTo((6, "True")));
    }

    [TestCase(200, "{}", "$.cl_ord_id", "status", "ID")]
    [TestCase(200, "[]", "$ as an object", "status", "ID")]
    [TestCase(200, "7", "$ as an object", "status", "ID")]
    [TestCase(200, """{"cl_ord_id":"A","symbol":"A","side":"buy","state":"fine","ord_status":"new"}""", "$.state, which is none that this intentctl knows", "status", "ID")]
    [TestCase(200, """{"cl_ord_id":"A","symbol":"A","side":"buy","state":"done","ord_status":7}""", "$.ord_status", "status", "ID")]
    [TestCase(200, """{"cl_ord_id":"A","symbol":"A","side":"buy","state":"done","ord_status":"filled","line":[{}]}""", "$.line[0].cl_ord_id", "status", "ID")]
    [TestCase(200, "<html>", "a JSON document", "status", "ID")]
    [TestCase(200, "{}", "$ as a list of orders", "list")]
    [TestCase(200, "[{}]", "$[0].cl_ord_id", "status", "--rebalance-id", "p")]
    [TestCase(200, "{}", "$.headline", "brief")]
    [TestCase(200, """{"checks":{}}""", "$.is_ready", "health")]
    [TestCase(202, "{}", "$.done", "cancel", "ID")]
    [TestCase(202, "{}", "$.intent_id", "submit")]
    [TestCase(202, """{"intent_id":"i","orders":[]}""", "$.orders", "submit")]
    [TestCase(202, """{"intent_id":"i","orders":[{"state":"done"}]}""", "$.orders[0].cl_ord_id", "submit")]
    [TestCase(200, """{"intent_id":"i","orders":[{"cl_ord_id":"A","symbol":"A","side":"buy"}]}""", "$.orders[0].outcome", "check")]
    public async Task What_answers_and_is_no_pipeline_is_6_and_named_by_what_it_lacks(int status, string body, string lacks, params string[] arguments)
    {
        await using var server = await AnsweringServer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(body);
        });

        var run = await IntentctlRun.OfAsync(server.Url, "", arguments is ["submit" or "check"] ? [arguments[0], .. Submit[1..]] : arguments);

        Assert.That((run.ExitCode, run.Said("outcome")), Is.EqualTo((6, "unavailable")), run.Output);
        Assert.That(run.Said("message"), Does.Contain($"is not a pipeline: it answered {status} without {lacks}"));
    }

    [TestCase("""[{"cl_ord_id":"A","state":"done","ord_status":"filled"},{"cl_ord_id":"B","state":"done","ord_status":"denied","code":"NOTHING_LEFT"}]""", "filled", 0)]
    [TestCase("""[{"cl_ord_id":"A","state":"done","ord_status":"canceled"},{"cl_ord_id":"B","state":"unresolved","ord_status":"unresolved"}]""", "canceled", 5)]
    [TestCase("""[{"cl_ord_id":"A","state":"done","ord_status":"canceled"},{"cl_ord_id":"B","state":"done","ord_status":"denied","code":"MAX_GROSS","orig_cl_ord_id":"A"}]""", "canceled", 2)]
    [TestCase("""[{"cl_ord_id":"A","state":"working","ord_status":"new"},{"cl_ord_id":"B","state":"done","ord_status":"denied","code":"PARENT_NOT_CANCELED","orig_cl_ord_id":"A"}]""", "new", 0)]
    [TestCase("""[{"cl_ord_id":"A","state":"unresolved","ord_status":"unresolved"},{"cl_ord_id":"B","state":"done","ord_status":"denied","code":"INTENT_EXPIRED","orig_cl_ord_id":"A"}]""", "unresolved", 5)]
    [TestCase("""[{"cl_ord_id":"A","state":"done","ord_status":"filled"},{"cl_ord_id":"B","state":"done","ord_status":"denied","code":"CANCELED","orig_cl_ord_id":"A"}]""", "filled", 0)]
    [TestCase("""[{"cl_ord_id":"A","state":"done","ord_status":"canceled"},{"cl_ord_id":"B","state":"done","ord_status":"denied","code":"CANCELED","orig_cl_ord_id":"A"}]""", "canceled", 0)]
    public async Task A_line_stands_where_the_last_of_its_orders_does_that_says_anything_of_it(string line, string first, int exitCode)
    {
        await using var server = await AnsweringServer.StartAsync(context => context.Response.WriteAsync(
            $$"""{"cl_ord_id":"A","symbol":"A","side":"buy","state":"done","ord_status":"{{first}}","line":{{line}}}"""));

        var run = await IntentctlRun.OfAsync(server.Url, "", "status", "ID");

        Assert.That(run.ExitCode, Is.EqualTo(exitCode), run.Output);
    }

    [Test]
    public async Task A_plan_is_not_refused_for_a_replacement_that_was_denied_while_what_it_was_to_replace_works()
    {
        const string working = """{"cl_ord_id":"A","key":"k","generation":1,"symbol":"A","side":"buy","state":"working","ord_status":"new"}""";
        const string denied = """{"cl_ord_id":"B","key":"k","generation":2,"orig_cl_ord_id":"A","symbol":"A","side":"buy","state":"done","ord_status":"denied","code":"PARENT_NOT_CANCELED"}""";
        await using var server = await AnsweringServer.StartAsync(context => context.Response.WriteAsync($"[{denied},{working}]"));

        var run = await IntentctlRun.OfAsync(server.Url, "", "status", "--rebalance-id", "plan");

        Assert.That(run.ExitCode, Is.Zero, run.Output);
        Assert.That(run.Output, Does.Contain("It is at the venue").And.Contain("PARENT_NOT_CANCELED"));
    }

    [TestCase("done", "canceled")]
    [TestCase("working", "new")]
    public async Task A_line_is_not_over_while_a_replacement_is_to_be_sent_for_what_is_left_of_it(string state, string status)
    {
        await using var server = await AnsweringServer.StartAsync(context => context.Response.WriteAsync(
            $$"""{"cl_ord_id":"A","symbol":"A","side":"buy","state":"{{state}}","ord_status":"{{status}}","line":[{"cl_ord_id":"A","state":"{{state}}","ord_status":"{{status}}"},{"cl_ord_id":"B","state":"held","ord_status":"held","code":"AWAITS_PARENT","orig_cl_ord_id":"A"}]}"""));

        var run = await IntentctlRun.OfAsync(server.Url, "", "status", "ID", "--wait", "1");

        Assert.That(run.ExitCode, Is.Zero, run.Output);
        Assert.That(run.Output, Does.Contain("\"is_over\": false").And.Not.Contain("It is over").And.Not.Contain("waits unsent"));
    }

    [Test]
    public async Task A_held_line_is_looked_at_until_the_end_of_the_wait()
    {
        var looks = 0;
        await using var server = await AnsweringServer.StartAsync(context =>
        {
            static string Line(string id, string state, string status) => $$"""{"cl_ord_id":"{{id}}","symbol":"A","side":"buy","state":"{{state}}","ord_status":"{{status}}"}""";
            if (context.Request.Method == "POST")
            {
                context.Response.StatusCode = 202;
                return context.Response.WriteAsync($$"""{"intent_id":"i","orders":[{{Line("A", "proposed", "pending_new")}},{{Line("B", "proposed", "pending_new")}}]}""");
            }

            var isHeld = context.Request.Path.Value!.EndsWith('A') && Interlocked.Increment(ref looks) == 1;
            return context.Response.WriteAsync(isHeld ? Line("A", "held", "held") : context.Request.Path.Value!.EndsWith('A') ? Line("A", "done", "rejected") : Line("B", "working", "new"));
        });

        var run = await IntentctlRun.OfAsync(server.Url, "", [.. Submit, "--wait", "1"]);

        Assert.That(run.ExitCode, Is.EqualTo(2), "it was released, and rejected then");
    }

    [Test]
    public async Task Who_may_submit_and_not_read_hears_that_it_is_recorded()
    {
        await using var server = await AnsweringServer.StartAsync(context =>
        {
            context.Response.StatusCode = context.Request.Method == "POST" ? 202 : 403;
            return context.Response.WriteAsync(context.Request.Method == "POST"
                ? """{"intent_id":"i","orders":[{"cl_ord_id":"A","symbol":"A","side":"buy","state":"proposed","ord_status":"pending_new"}]}"""
                : """{"type":"https://pipeline.invalid/problems/scope-missing","title":"Not allowed","detail":"It lacks read.","status":403}""");
        });

        var run = await IntentctlRun.OfAsync(server.Url, "", [.. Submit, "--wait", "5"]);

        Assert.That(run.ExitCode, Is.Zero, run.Output);
        Assert.That(run.Said("next"), Does.StartWith("It is recorded"));
        Assert.That(run.Output, Does.Contain("\"cl_ord_id\": \"A\"").And.Contain("\"is_over\": false"));
    }

    [Test]
    public async Task Who_waits_for_several_lines_asks_no_more_for_one_that_is_over()
    {
        var asked = new System.Collections.Concurrent.ConcurrentBag<string>();
        await using var server = await AnsweringServer.StartAsync(context =>
        {
            static string Line(string id, string state, string status) => $$"""{"cl_ord_id":"{{id}}","symbol":"A","side":"buy","state":"{{state}}","ord_status":"{{status}}"}""";
            if (context.Request.Method == "POST")
            {
                context.Response.StatusCode = 202;
                return context.Response.WriteAsync($$"""{"intent_id":"i","orders":[{{Line("A", "proposed", "pending_new")}},{{Line("B", "proposed", "pending_new")}}]}""");
            }

            var id = context.Request.Path.Value![^1..];
            asked.Add(id);
            return context.Response.WriteAsync(id == "A" ? Line(id, "done", "filled") : Line(id, "working", "new"));
        });

        await IntentctlRun.OfAsync(server.Url, "", [.. Submit, "--wait", "1"]);

        Assert.That((asked.Count(id => id == "A"), asked.Count(id => id == "B")), Is.EqualTo((1, asked.Count - 1)));
        Assert.That(asked, Has.Count.GreaterThan(3));
    }

    [TestCase("""{"cl_ord_id":"A","state":"done","ord_status":"canceled"},{"cl_ord_id":"B","state":"done","ord_status":"filled","orig_cl_ord_id":"A"}""")]
    [TestCase("""{"cl_ord_id":"A","state":"done","ord_status":"filled"},{"cl_ord_id":"B","state":"done","ord_status":"denied","code":"CANCELED","orig_cl_ord_id":"A"}""")]
    public async Task A_cancel_of_a_line_of_which_an_order_has_filled_meanwhile_was_too_late(string line)
    {
        await using var server = await AnsweringServer.StartAsync(context =>
        {
            var isCancel = context.Request.Method == "DELETE";
            context.Response.StatusCode = isCancel ? 409 : 200;
            context.Response.ContentType = isCancel ? "application/problem+json" : "application/json";
            return context.Response.WriteAsync(isCancel
                ? """{"type":"https://pipeline.invalid/problems/order-done","title":"over","detail":"over","status":409}"""
                : $$"""{"cl_ord_id":"A","symbol":"A","side":"buy","state":"done","ord_status":"canceled","line":[{{line}}]}""");
        });

        Assert.That((await IntentctlRun.OfAsync(server.Url, "", "cancel", "ID")).ExitCode, Is.EqualTo(2));
    }

    [Test]
    public async Task Bytes_that_are_no_UTF_8_in_a_reason_are_refused_by_their_place()
    {
        var run = await IntentctlRun.OfAsync(new Uri("http://127.0.0.1:1"), "", [.. Submit, "--reason", "caf\uFFFD"]);

        Assert.That((run.ExitCode, run.Said("outcome")), Is.EqualTo((1, "invalid")));
        Assert.That(run.Said("message"), Does.Contain("Argument 15, after --reason, has bytes that are no UTF-8"));
    }

    [TestCase(503, "store-unavailable", 6, "False")]
    [TestCase(503, "", 6, "True")]
    [TestCase(429, "too-many-requests", 6, "False")]
    [TestCase(500, "", 6, "True")]
    [TestCase(502, "", 6, "True")]
    [TestCase(401, "credentials-unknown", 1, "")]
    [TestCase(403, "scope-missing", 1, "")]
    [TestCase(404, "", 1, "")]
    [TestCase(400, "intent-refused", 1, "")]
    [TestCase(413, "intent-refused", 1, "")]
    [TestCase(409, "terms-conflict", 4, "")]
    [TestCase(409, "id-reused", 4, "")]
    [TestCase(302, "", 6, "True")]
    [TestCase(200, "", 6, "True")]
    public async Task A_status_has_its_code(int status, string problem, int exitCode, string mayBeRecorded)
    {
        await using var server = await AnsweringServer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(problem.Length == 0 ? "<html>" : $$"""{"type":"https://pipeline.invalid/problems/{{problem}}","title":"No","detail":"so"}""");
        });

        var run = await IntentctlRun.OfAsync(server.Url, "", Submit);

        Assert.That((run.ExitCode, run.Said("may_be_recorded")), Is.EqualTo((exitCode, mayBeRecorded)), run.Output);
    }

    [Test]
    public async Task How_long_to_leave_it_alone_is_told()
    {
        await using var server = await AnsweringServer.StartAsync(context =>
        {
            (context.Response.StatusCode, context.Response.Headers.RetryAfter) = (429, "7");
            return Task.CompletedTask;
        });

        Assert.That((await IntentctlRun.OfAsync(server.Url, "", Submit)).Said("next"), Does.Contain("in 7 s"));
    }

    [Test]
    public async Task An_order_that_is_not_known_is_1()
    {
        using var folder = new TempFolder();
        await using var pipeline = await RunningPipeline.StartAsync(folder.Path);
        var url = pipeline.Http.BaseAddress!;

        Assert.That((await IntentctlRun.OfAsync(url, "", "status", "NOBODY")).ExitCode, Is.EqualTo(1));
        Assert.That((await IntentctlRun.OfAsync(url, "", "cancel", "NOBODY")).ExitCode, Is.EqualTo(1));
        Assert.That((await IntentctlRun.OfAsync(url, "", "status", "--rebalance-id", "nobody")).Said("next"), Does.Contain("submit the same again, with the same rebalance_id"));
        Assert.That((await IntentctlRun.OfAsync(url, "", "list", "--state", "lost")).Error, Does.Contain("'lost' is none of proposed"));
        Assert.That((await IntentctlRun.OfAsync(url, "{", "submit", "-")).ExitCode, Is.EqualTo(1), "a document that is none");
        Assert.That((await IntentctlRun.OfAsync(url, """{"portfolio":"core","orders":[{"symbol":"A","side":"up","qty":0,"order_type":"market"}]}""", "submit", "-")).Error, Does.Contain("$.orders[0].side").And.Contain("$.orders[0].qty"), "every fault at once");
    }

    [TestCase("There is no intent", "submit")]
    [TestCase("none.json can't be read", "submit", "none.json")]
    [TestCase("say it once", "submit", "-", "--symbol", "A")]
    [TestCase("--qty: 'NaN' is no number", "submit", "--qty", "NaN")]
    [TestCase("--qty: '1,5' is no number", "submit", "--qty", "1,5")]
    [TestCase("--qty: '1}' is no number", "submit", "--qty", "1}")]
    [TestCase("--fill-policy: 'after_s'", "submit", "--fill-policy", "cancel_remainder_after,after_s")]
    [TestCase("--wait: '0'", "submit", "-", "--wait", "0")]
    [TestCase("--for says what to wait for", "status", "X", "--for", "done")]
    [TestCase("Name one order by its ID", "status")]
    [TestCase("Name one order by its ID", "status", "X", "--rebalance-id", "p")]
    [TestCase("The ID is empty", "cancel", " ")]
    [TestCase("'0' is no whole number", "list", "--limit", "0")]
    [TestCase("'61' is no number of seconds", "health", "--timeout", "61")]
    [TestCase("is no address", "health", "--url", "ftp://x")]
    [TestCase("there is a character", "submit", "-", "--idempotency-key", "a\nb")]
    [TestCase("Unrecognized command", "release", "X")]
    public async Task A_command_that_is_not_understood_is_1_and_nothing_is_sent(string word, params string[] arguments)
    {
        var run = await IntentctlRun.OfAsync(Only("PIPELINE_URL", "http://127.0.0.1:1"), "{}", arguments);

        Assert.That((run.ExitCode, run.Said("outcome")), Is.EqualTo((1, "invalid")), run.Output);
        Assert.That(run.Error, Does.Contain(word));
    }

    [TestCase("", "http://127.0.0.1:1", "is set, and empty")]
    [TestCase("  ", "http://127.0.0.1:1", "is set, and empty")]
    [TestCase("a\nb", "http://127.0.0.1:1", "a line break perhaps")]
    [TestCase("secret-word", "https://pipeline.example", "where no token is taken")]
    [TestCase(null, "https://pipeline.example", "takes nothing without credentials")]
    public async Task A_token_that_can_not_be_right_is_told_before_anything_is_sent(string? token, string url, string word)
    {
        var variables = Only("PIPELINE_URL", url);
        if (token is not null)
        {
            variables["PIPELINE_INTENT_TOKEN"] = token;
        }

        var run = await IntentctlRun.OfAsync(variables, "", "list");

        Assert.That((run.ExitCode, run.Error.Contains(word, StringComparison.Ordinal)), Is.EqualTo((1, true)), run.Error);
        Assert.That(run.Output + run.Error, Does.Not.Contain("secret-word"));
    }

    [Test]
    public async Task The_token_goes_with_every_request()
    {
        var seen = "";
        await using var server = await AnsweringServer.StartAsync(context =>
        {
            seen = context.Request.Headers.Authorization.ToString();
            return context.Response.WriteAsync("[]");
        });

        await IntentctlRun.OfAsync(new Dictionary<string, string> { ["PIPELINE_URL"] = server.Url.ToString(), ["PIPELINE_INTENT_TOKEN"] = "abc" }, "", "list", "--timeout", "30");

        Assert.That(seen, Is.EqualTo("Bearer abc"));
    }

    [Test]
    public async Task The_token_goes_nowhere_but_to_the_address_that_it_belongs_to()
    {
        var variables = new Dictionary<string, string> { ["PIPELINE_URL"] = "http://127.0.0.1:1", ["PIPELINE_INTENT_TOKEN"] = "abc" };

        var run = await IntentctlRun.OfAsync(variables, "", "status", "X", "--url", "https://evil.example");

        Assert.That((run.ExitCode, run.Said("message")), Is.EqualTo((1, "--url: the credentials in the environment belong to the pipeline at PIPELINE_URL and are used nowhere else")));
    }

    [Test]
    public void Foreign_words_do_not_command_the_terminal() => Assert.That(Plain.Of("a\u001b[2Jb\nc"), Is.EqualTo("a\\u001b[2Jb\\u000ac"));

    private static Dictionary<string, string> Only(string name, string value) => new() { [name] = value };

    // The request's head and its body, which come in one piece or in two.
    private static async Task ReadRequestAsync(NetworkStream stream)
    {
        var read = new System.Text.StringBuilder();
        var buffer = new byte[4096];
        while (!read.ToString().Contains("\r\n\r\n", StringComparison.Ordinal) || (read.ToString().StartsWith("POST", StringComparison.Ordinal) && !read.ToString().TrimEnd().EndsWith('}')))
        {
            read.Append(System.Text.Encoding.UTF8.GetString(buffer, 0, await stream.ReadAsync(buffer)));
        }
    }
}
