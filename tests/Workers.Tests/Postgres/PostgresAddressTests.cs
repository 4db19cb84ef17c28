using Npgsql;
using NUnit.Framework;
using Pipeline.Store.Postgres;

namespace Pipeline.Workers.Tests.Postgres;

public sealed class PostgresAddressTests
{
    [TestCase("postgres://pipeline@db.example/pipeline", GssEncryptionMode.Disable)]
    [TestCase("postgres://pipeline@db.example/pipeline?GSS Encryption Mode=Require", GssEncryptionMode.Require)]
    public void Kerberos_is_asked_for_by_whoever_wants_it(string address, GssEncryptionMode mode) =>
        Assert.That(new NpgsqlConnectionStringBuilder(PostgresAddress.Parse(address).ConnectionString).GssEncryptionMode, Is.EqualTo(mode));

    [Test]
    public void An_option_of_the_server_is_added_to_ours()
    {
        var options = new NpgsqlConnectionStringBuilder(PostgresAddress.Parse("postgres://pipeline@db.example/pipeline?Options=-c%20lock_timeout%3D1&Timeout=9").ConnectionString).Options!;
        Assert.That(options, Does.Contain("idle_in_transaction_session_timeout=10000").And.EndsWith(" -c lock_timeout=1"));
    }
}
