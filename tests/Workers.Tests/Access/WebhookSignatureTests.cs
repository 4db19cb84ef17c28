using System.Text;
using NUnit.Framework;
using Pipeline.Access.Keys;
using Pipeline.Access.Signatures;
using Pipeline.Store.Tables;

namespace Pipeline.Workers.Tests.Access;

/// <summary>
/// Standard Webhooks' own vectors, which every library of theirs is tested with (github.com/standard-webhooks/standard-webhooks,
/// libraries/*/test), and Ed25519's of RFC 8032, section 7.1.
/// </summary>
public sealed class WebhookSignatureTests
{
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private const string Other = "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=";
    private const long Time = 1614265330;

    private static readonly byte[] Payload = """{"test": 2432232314}"""u8.ToArray();

    [Test]
    public void A_payload_is_signed_as_published() =>
        Assert.That(WebhookSignature.SignHmac(WebhookKeys.Secret(Secret), WebhookSignature.Content(Id, Time, Payload)), Is.EqualTo(Signature));

    [TestCase("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [TestCase("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS=")]
    [TestCase("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwBr", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwBr==")]
    public void A_secret_is_read_with_or_without_prefix_and_padding(string text, string base64) => Assert.That(WebhookKeys.Secret(text), Is.EqualTo(Convert.FromBase64String(base64)));

    [TestCase("")]
    [TestCase("whsec_")]
    [TestCase("whsec_!!!!")]
    public void An_empty_secret_is_none(string text) => Assert.That(() => WebhookKeys.Secret(text), Throws.TypeOf<FormatException>());

    [TestCase(Signature, null)]
    [TestCase($"{Other} v2,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc= {Signature} {Other}", null)]
    [TestCase("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OA=", "signature-mismatch")]
    [TestCase("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLawdd", "signature-malformed")]
    [TestCase("v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", "signature-mismatch")]
    [TestCase("v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", "signature-malformed")]
    [TestCase("", "signature-malformed")]
    public void A_list_of_signatures_is_good_when_one_of_them_is(string signatures, string? refused) => Assert.That(Verify(Heads(signatures: signatures)), Is.EqualTo(refused));

    [TestCase(SignedHead.IdHeader)]
    [TestCase(SignedHead.TimestampHeader)]
    [TestCase(SignedHead.SignatureHeader)]
    [TestCase(SignedHead.KeyIdHeader)]
    public void Every_header_must_be_there(string missing) => Assert.That(Verify(Heads(missing: missing)), Is.EqualTo("signature-malformed"));

    [TestCase("hello")]
    [TestCase("-1")]
    [TestCase("+1614265330")]
    [TestCase("1614265330.0")]
    [TestCase("99999999999999999")]
    public void A_time_is_whole_seconds(string time) => Assert.That(Verify(Heads(time: time)), Is.EqualTo("signature-malformed"));

    [Test]
    public void An_id_with_a_full_stop_could_lend_its_end_to_the_time() => Assert.That(Verify(Heads(id: $"{Id}.1")), Is.EqualTo("signature-malformed"));

    [TestCase("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [TestCase("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    public void Ed25519_signs_and_verifies_as_RFC_8032_says(string privateKey, string publicKey, string message, string signature)
    {
        var (key, content, expected) = (Convert.FromHexString(privateKey), Convert.FromHexString(message), Convert.FromHexString(signature));

        Assert.That(WebhookSignature.SignEd25519(key, content), Is.EqualTo($"v1a,{Convert.ToBase64String(expected)}"));
        Assert.That(WebhookSignature.IsEd25519(Convert.FromHexString(publicKey), content, expected), Is.True);
        expected[3] ^= 1;
        Assert.That(WebhookSignature.IsEd25519(Convert.FromHexString(publicKey), content, expected), Is.False);
    }

    [Test]
    public void A_public_key_of_small_order_is_none_since_anybody_signs_for_it() =>
        Assert.That(() => WebhookKeys.Public("whpk_" + Convert.ToBase64String([1, .. new byte[31]])), Throws.TypeOf<FormatException>());

    [Test]
    public void A_public_key_is_no_secret_to_sign_with()
    {
        var publicKey = Convert.FromHexString("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        var forged = WebhookSignature.SignHmac(publicKey, WebhookSignature.Content(Id, Time, Payload));

        Assert.That(Verify(Heads(signatures: forged), "ed25519", publicKey), Is.EqualTo("signature-mismatch"));
    }

    private static Func<string, string?> Heads(string id = Id, string? time = null, string signatures = Signature, string? missing = null) => name => name == missing ? null : name switch
    {
        SignedHead.KeyIdHeader => "key_a",
        SignedHead.IdHeader => id,
        SignedHead.TimestampHeader => time ?? $"{Time}",
        SignedHead.SignatureHeader => signatures,
        _ => null,
    };

    private static string? Verify(Func<string, string?> header, string kind = "hmac", byte[]? proof = null)
    {
        var (head, malformed) = SignedHead.Read(header);
        if (head is null)
        {
            return malformed!.Code;
        }

        var version = new KeyVersion(new AccessKey { KeyId = "key_a", Kind = kind, StrategyId = "s", Scopes = "submit" }, proof ?? WebhookKeys.Secret(Secret));
        return SignatureCheck.OfKey([version], head, WebhookSignature.Content(head.Id, head.Timestamp, Payload), DateTimeOffset.UnixEpoch).Refusal?.Code;
    }
}
