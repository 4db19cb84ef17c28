using Pipeline.Access.Http;
using Pipeline.Access.Signatures;

namespace Pipeline.Access;

/// <summary>
/// Stands in front of the queue of intents, as the HTTP door in front of endpoints. A message is checked once, when it is taken off the
/// queue; how old it may be is its <c>valid_until</c>'s business, since it may have waited out an outage.
/// </summary>
public sealed class MessageDoor(Authenticator authenticator)
{
    /// <summary>Who published a message, or why it is not taken.</summary>
    /// <param name="header">A message header as text; null where there is none.</param>
    /// <param name="body">The message, byte for byte.</param>
    /// <exception cref="Store.StoreUnavailableException">The keys can't be read now.</exception>
    public Admission Admit(Func<string, string?> header, byte[] body)
    {
        if (body.Length > RequestBody.Largest)
        {
            return new Admission.Refused(Refusal.BodyTooLarge(RequestBody.Largest), null);
        }

        if (SignedHead.Headers.All(name => header(name) is null))
        {
            return MayPublish(authenticator.OfNobody(isNear: true));
        }

        var (head, malformed) = SignedHead.Read(header);
        return head is null ? new Admission.Refused(malformed!, null) : MayPublish(authenticator.OfSignature(head, body, body, mayBeOld: true));
    }

    private static Admission MayPublish(Admission admission) =>
        admission is Admission.Admitted { Caller: var caller } && caller.Lacks(Scope.Submit) is { } refusal ? new Admission.Refused(refusal, caller) : admission;
}
