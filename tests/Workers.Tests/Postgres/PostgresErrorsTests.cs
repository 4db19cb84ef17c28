using Npgsql;
using NUnit.Framework;
using Pipeline.Store.Postgres;

namespace Pipeline.Workers.Tests.Postgres;

/// <summary>What a failure of the server says of a commit.</summary>
public sealed class PostgresErrorsTests
{
    [TestCase("ERROR", "ERROR", true)]
    [TestCase("FEHLER", "ERROR", true, Description = "lc_messages is German")]
    [TestCase("FATAL", "FATAL", false)]
    [TestCase("ERROR", "PANIC", false)]
    public void A_refused_commit_is_told_whatever_language_the_server_speaks(string said, string meant, bool isRefused) => Assert.That(
        PostgresErrors.IsRefusedCommit(new PostgresException("duplicate key", said, meant, PostgresErrorCodes.UniqueViolation)), Is.EqualTo(isRefused));

    [Test]
    public void A_step_that_stood_still_until_the_server_ended_it_was_not_committed() => Assert.That(
        PostgresErrors.IsRefusedCommit(new PostgresException("terminating connection due to idle-in-transaction timeout", "FATAL", "FATAL", "25P03")), Is.True);
}
