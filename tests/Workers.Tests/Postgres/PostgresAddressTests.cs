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
}
