using NUnit.Framework;
using Pipeline.Access;
using Pipeline.Host.Options;
using Pipeline.Operator;

namespace Pipeline.Workers.Tests.Settings;

/// <summary>A secret that stands where something else should is not told with the fault: what stops a start is in the system's log.</summary>
public sealed class SecretSettingTests
{
    private const string Secret = "s3cret==";

    private static readonly string Hash = new('a', 64);

    [TestCase($"alice={Secret}", 1, 1)]
    [TestCase(Secret, 1, 1)]
    [TestCase($"alice={{hash}};bob:viewer={Secret};carol={{hash}}", 2, 3)]
    [TestCase($"alice={{hash}};{Secret};bob={Secret}", 2, 3)]
    public void A_token_in_the_place_of_its_hash_is_not_repeated_and_its_place_is_told(string tokens, int place, int count) => Assert.That(
        () => Read("--operator-tokens", tokens.Replace("{hash}", Hash, StringComparison.Ordinal)),
        Throws.TypeOf<OptionException>().With.Message.StartsWith($"--operator-tokens: entry {place} of {count}, ").And.Message.Contains("does not have the form").And.Message.Not.Contains("s3cret"));

    [Test]
    public void A_semicolon_too_many_has_a_place_too() =>
        Assert.That(() => Read("--operator-tokens", $"alice={Hash};"), Throws.TypeOf<OptionException>().With.Message.StartsWith("--operator-tokens: entry 2 of 2, "));

    [TestCase("--alpaca-proxy", $"http://me:{Secret}@proxy:3128", "'http://...@proxy:3128' does not have the form")]
    [TestCase("--broker-management", $"amqp://guest:{Secret}@mq1:15672", "'amqp://...@mq1:15672' does not have the form")]
    [TestCase("--broker-management", $"guest:{Secret}@mq1:15672", "'...@mq1:15672' does not have the form")]
    [TestCase("--broker-management", $"http://guest:{Secret}@[x", "'http://...@[x' is no address")]
    public void An_address_with_a_password_is_told_without_it(string flag, string address, string fault) =>
        Assert.That(() => Read(flag, address), Throws.TypeOf<OptionException>().With.Message.StartsWith($"{flag}: {fault}").And.Message.Not.Contains("s3cret"));

    [Test]
    public void Tokens_that_have_the_form_are_taken() => Assert.That(Read("--operator-tokens", $"alice={Hash};bob:viewer={Hash}").Get<OperatorOptions>().Book().Names(Scope.Viewer), Has.Count.EqualTo(2));

    private static OptionSet Read(string flag, string value) => OptionSet.Read(new Dictionary<string, string> { [flag] = value }, _ => null, null);
}
