using NUnit.Framework;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;

namespace Pipeline.Workers.Tests.Store;

/// <summary>Nobody asks one venue about the orders of another, or sends them there.</summary>
[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Postgres)]
public sealed class ServedAccountTests(StoreKind kind)
{
    private PipelineUnderTest pipeline = null!;

    [SetUp]
    public void Start() => pipeline = new PipelineUnderTest(kind);

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [TestCase("paper", "paper", true)]
    [TestCase("paper", "another", false)]
    [TestCase("alpaca", "paper", false)]
    public async Task While_an_order_is_open_only_its_account_is_served(string venue, string account, bool isServed)
    {
        await pipeline.WorkingAsync();

        var refusal = Refusal(venue, account);

        Assert.That(refusal, isServed ? Is.Null : Does.Contain("under way at paper, account paper"));
    }

    [Test]
    public async Task An_order_that_is_over_keeps_nobody_from_another_account_unless_the_venue_is_still_to_be_asked_about_it()
    {
        var released = await pipeline.ReleasedAsync();
        pipeline.Venue.OnSubmit = _ => new Venues.SubmitOutcome.Unknown("TIMEOUT");
        await pipeline.Submission.HandleAsync(released, CancellationToken.None);
        await DoAsync("UPDATE orders SET ord_status = 'denied'");
        Assert.That(Refusal("alpaca", "live"), Is.Not.Null, "the venue may have it");

        await DoAsync("UPDATE claims SET next_check_at = NULL");

        Assert.That(Refusal("alpaca", "live"), Is.Null);
    }

    [Test]
    public async Task While_a_process_follows_an_account_nobody_serves_another()
    {
        await pipeline.Store.WriteAsync(session => LeaseTable.TryTake(session, ServedAccount.LeaseOf("paper", "paper"), "a", session.Now, TimeSpan.FromSeconds(5)));
        Assert.That(Refusal("alpaca", "live"), Does.Contain("follows paper, account paper"));
        Assert.That(Refusal("paper", "paper"), Is.Null);

        await pipeline.Store.WriteAsync(session => LeaseTable.Release(session, ServedAccount.LeaseOf("paper", "paper"), "a"));

        Assert.That(Refusal("alpaca", "live"), Is.Null);
    }

    [Test]
    public async Task The_same_names_at_another_address_are_another_account()
    {
        await pipeline.Store.WriteAsync(session => ReconcilingState.Begin(session, "paper", "paper", pipeline.Now, "paper-api.example"));
        Assert.That(Refusal("paper", "paper", "api.example"), Is.Null, "nothing is under way");

        await pipeline.ProposedAsync();

        Assert.That(Refusal("paper", "paper", "api.example"), Does.Contain("paper-api.example").And.Contain("api.example"));
        Assert.That(Refusal("paper", "paper", "paper-api.example"), Is.Null);
    }

    private string? Refusal(string venue, string account, string endpoint = "") => pipeline.Store.Read(session => ServedAccount.Refusal(session, venue, account, endpoint));

    private Task DoAsync(string sql) => pipeline.Store.WriteAsync(session => session.Execute(sql));
}
