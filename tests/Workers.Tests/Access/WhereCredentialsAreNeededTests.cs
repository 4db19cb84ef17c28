using Pipeline.Store;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NUnit.Framework;
using Pipeline.Access;
using Pipeline.Access.Keys;
using Pipeline.Access.Operators;
using Pipeline.Access.Signatures;
using Pipeline.Host.Composition;
using Pipeline.Host.Options;
using Pipeline.Store.Tables;
using Pipeline.Store.Writing;
using Pipeline.Workers.Tests.Bus;

namespace Pipeline.Workers.Tests.Access;

public sealed class WhereCredentialsAreNeededTests
{
    [TestCase("auto", "127.0.0.1", "paper", false)]
    [TestCase("auto", "::1", "paper", false)]
    [TestCase("auto", "0.0.0.0", "paper", true)]
    [TestCase("auto", "192.0.2.1", "paper", true)]
    [TestCase("auto", "127.0.0.1", "alpaca", true)]
    [TestCase("required", "127.0.0.1", "paper", true)]
    public void Only_over_the_loopback_with_the_paper_venue_nobody_is_asked(string credentials, string listen, string venue, bool needed) =>
        Assert.That(AccessPolicy.Of(new AccessOptions { Credentials = credentials }, IPAddress.Parse(listen), venue).NeedsCredentials, Is.EqualTo(needed));

    [Test]
    public void A_process_that_is_reachable_from_outside_does_not_start_without_operators()
    {
        using var folder = new TempFolder();
        var flags = new Dictionary<string, string> { ["--data"] = folder.Path, ["--http"] = "0.0.0.0:0" };

        Assert.That(
            () => PipelineProcess.Build(OptionSet.Read(flags, _ => null, null), Host.Composition.Workers.Names, logToConsole: false),
            Throws.TypeOf<OptionException>().With.Message.Contains("--operator-tokens"));
    }

    [TestCase("alice={0};bob={0}", "alice and bob have the same token")]
    [TestCase("alice:viewer={0};alice:approver={0}", "alice stands there twice")]
    [TestCase("bob={0};me=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "me has the SHA-256 of nothing")]
    public void A_process_does_not_start_where_an_operator_has_no_token_or_that_of_another(string tokens, string fault)
    {
        using var folder = new TempFolder();
        var flags = new Dictionary<string, string> { ["--data"] = folder.Path, ["--operator-tokens"] = string.Format(tokens, new string('a', 64)) };

        Assert.That(
            () => PipelineProcess.Build(OptionSet.Read(flags, _ => null, null), Host.Composition.Workers.Names, logToConsole: false),
            Throws.TypeOf<OptionException>().With.Message.Contains(fault));
    }

    [Test]
    public async Task Where_nobody_is_asked_readiness_says_so()
    {
        using var folder = new TempFolder();
        await using var pipeline = await RunningPipeline.StartAsync(folder.Path);

        Assert.That((await pipeline.GetAsync("/health/ready")).GetProperty("credentials").GetString(), Does.StartWith("NONE NEEDED"));
    }

    [TestCase("Origin", "https://evil.example", ExpectedResult = 403, TestName = "A page of another site can't publish where nobody is asked")]
    [TestCase("Origin", "null", ExpectedResult = 403, TestName = "A page without a site can't publish where nobody is asked")]
    [TestCase("Host", "evil.example:8080", ExpectedResult = 403, TestName = "A site whose name leads to this machine can't publish where nobody is asked")]
    [TestCase("Origin", "http://localhost:3000", ExpectedResult = 202, TestName = "A page of this machine may publish where nobody is asked")]
    public async Task<int> Where_nobody_is_asked_a_browser_is(string header, string value)
    {
        using var folder = new TempFolder();
        await using var pipeline = await RunningPipeline.StartAsync(folder.Path);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/intents") { Content = new StringContent(Intents.Buy("page"), System.Text.Encoding.UTF8, "text/plain") };
        request.Headers.TryAddWithoutValidation(header, value);

        using var answer = await pipeline.Http.SendAsync(request);
        return (int)answer.StatusCode;
    }

    [TestCase("not base64", "32 bytes in base64")]
    [TestCase("c2hvcnQ=", "32 bytes in base64")]
    public void A_master_key_that_is_none_stops_the_start(string text, string word) => StopsTheStart(text, UnixFileMode.UserRead, word);

    [Test]
    public void A_master_key_that_others_can_read_stops_the_start() =>
        StopsTheStart(Convert.ToBase64String(new byte[32]), UnixFileMode.UserRead | UnixFileMode.OtherRead, "chmod 600");

    [Test]
    public void A_message_without_credentials_is_not_taken_where_they_are_needed()
    {
        Assert.That(Door(needs: true).Admit(_ => null, [1]), Is.InstanceOf<Admission.Refused>().With.Property("Refusal").Property("Code").EqualTo("credentials-missing"));
        Assert.That(Door(needs: false).Admit(_ => null, [1]), Is.InstanceOf<Admission.Admitted>());
    }

    [Test]
    public void A_signed_message_may_have_waited_and_is_that_much_older()
    {
        var (body, time) = ("{}"u8.ToArray(), TimeProvider.System.GetUtcNow().AddHours(-2).ToUnixTimeSeconds());
        var headers = new Dictionary<string, string>
        {
            [SignedHead.KeyIdHeader] = "key_a", [SignedHead.IdHeader] = "m1", [SignedHead.TimestampHeader] = $"{time}",
            [SignedHead.SignatureHeader] = WebhookSignature.SignHmac(Secret, WebhookSignature.Content("m1", time, body)),
        };

        var admitted = Door(needs: true).Admit(headers.GetValueOrDefault, body) as Admission.Admitted;

        Assert.That(admitted!.Caller.StrategyId, Is.EqualTo("momentum"));
        Assert.That(admitted.Signature!.Age, Is.EqualTo(TimeSpan.FromHours(2)).Within(TimeSpan.FromMinutes(1)));
        Assert.That(Door(needs: true).Admit(headers.GetValueOrDefault, "{ }"u8.ToArray()), Is.InstanceOf<Admission.Refused>().With.Property("Refusal").Property("Code").EqualTo("signature-mismatch"));
    }

    [Test]
    public async Task More_requests_than_a_key_may_make_are_told_when_to_come_again()
    {
        using var folder = new TempFolder();
        await using var pipeline = await RunningPipeline.StartAsync(folder.Path, [.. Strategy.Settings(folder), ("--access-request-burst", "3"), ("--access-requests-per-second", "1")]);

        var answers = new List<HttpResponseMessage>();
        for (var i = 0; i < 10; i++)
        {
            answers.Add(await Strategy.AskAsync(pipeline, HttpMethod.Get, "/v1/keys", Strategy.Viewer));
        }

        var refused = answers.First(answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.That(refused.Headers.RetryAfter!.Delta, Is.GreaterThanOrEqualTo(TimeSpan.FromSeconds(1)));
        Assert.That((int)(await Strategy.AskAsync(pipeline, HttpMethod.Get, "/v1/keys", Strategy.Operator)).StatusCode, Is.EqualTo(200), "another's requests are not counted");
    }

    private static readonly byte[] Secret = new byte[32];

    private static MessageDoor Door(bool needs)
    {
        var store = new InlineStore();
        var seal = KeySeal.Of(Convert.ToBase64String(new byte[32]));
        store.WriteAsync(session => AccessKeyTable.TryInsert(
            session, seal.Seal(new AccessKey { KeyId = "key_a", Version = 1, StrategyId = "momentum", Kind = "hmac", Scopes = "submit", CreatedBy = "ann" }, Secret))).GetAwaiter().GetResult();
        return new MessageDoor(new Authenticator(
            new KeyBook(store, seal), OperatorBook.Parse(""), new AccessPolicy(needs, ""), Options.Create(new AccessOptions()), new WallClock(TimeProvider.System)));
    }

    private static void StopsTheStart(string text, UnixFileMode mode, string word)
    {
        using var folder = new TempFolder();
        var file = folder.File("key");
        Strategy.WriteFor(mode, file, text);
        var flags = new Dictionary<string, string> { ["--data"] = folder.Path, ["--http"] = "127.0.0.1:0", ["--access-master-key-file"] = file };

        Assert.That(
            () => PipelineProcess.Build(OptionSet.Read(flags, _ => null, null), Host.Composition.Workers.Names, logToConsole: false),
            Throws.TypeOf<OptionException>().With.Message.Contains(word));
    }
}
