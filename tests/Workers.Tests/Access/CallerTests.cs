using System.Security.Cryptography;
using NUnit.Framework;
using Pipeline.Access;
using Pipeline.Access.Operators;

namespace Pipeline.Workers.Tests.Access;

public sealed class CallerTests
{
    private const string Hash = "2bd806c97f0e00af1a1fc3328fa763a9269723c8db8fac4f93af71db186d6e90"; // of "alice"

    [TestCase("alice:viewer", Scope.Viewer)]
    [TestCase("alice:operator", Scope.Viewer, Scope.Operator)]
    [TestCase("alice:approver", Scope.Viewer, Scope.Operator, Scope.Approver)]
    [TestCase("alice", Scope.Viewer, Scope.Operator, Scope.Approver)]
    public void A_higher_role_may_what_a_lower_one_may_and_without_one_an_operator_may_everything(string entry, params Scope[] scopes)
    {
        var alice = OperatorBook.Parse($"{entry}={Hash}").Find("alice");

        Assert.That(alice!.Name, Is.EqualTo("alice"));
        Assert.That(alice.Scopes, Is.EquivalentTo(scopes));
    }

    [Test]
    public void A_token_that_is_in_no_entry_belongs_to_nobody() => Assert.That(OperatorBook.Parse($"alice={Hash}").Find("alicE"), Is.Null);

    [Test]
    public void Nothing_is_nobodys_token() => Assert.That(OperatorBook.Parse($"me={Convert.ToHexStringLower(SHA256.HashData([]))}").Find(""), Is.Null);

    [Test]
    public void Whoever_lacks_a_scope_hears_which() => Assert.That(
        Caller.Strategy("momentum", "k1", [Scope.Read]).Lacks(Scope.Cancel) is { Status: 403, Code: "scope-missing", Lacks: "cancel" } refusal && refusal.Detail.Contains("momentum has read"));

    [Test]
    public void One_of_several_scopes_is_enough() => Assert.That(Caller.Operator("alice", Scope.Viewer).Lacks(Scope.Read, Scope.Viewer), Is.Null);

    [Test]
    public void Without_a_name_nobody_may_act() => Assert.That(Caller.Anonymous.Lacks(Scope.Operator), Has.Property("Status").EqualTo(401).And.Property("Code").EqualTo("credentials-missing"));

    [Test]
    public void A_strategy_sees_its_own_alone()
    {
        Assert.That(Caller.Strategy("momentum", "k1", [Scope.Read]).Sees("carry"), Is.False);
        Assert.That(Caller.Operator("alice", Scope.Viewer).Sees("carry"), Is.True);
    }
}
