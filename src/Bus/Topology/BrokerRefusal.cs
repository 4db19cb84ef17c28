using System.Security.Authentication;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Pipeline.Bus.Topology;

/// <summary>Why no connection to the broker came about. The client says only that no node was reachable, and has what each of them said, or what was wrong with its certificate, inside.</summary>
public static class BrokerRefusal
{
    /// <summary>What only a person can mend: a user, a password or a virtual host that the broker does not take, a certificate that one side does not take. Null where it is none of these.</summary>
    public static string? Of(Exception exception) => All(exception).Select(TextOf).FirstOrDefault(text => text is not null);

    /// <summary>What is wrong, for the log.</summary>
    public static string Cause(Exception exception) => exception switch
    {
        TopologyMissingException => exception.Message,
        BrokerUnreachableException => Of(exception) ?? exception.GetBaseException().Message,
        _ => Of(exception) ?? exception.Message,
    };

    // A connection to a virtual host that is not there may be taken, and closed at once.
    private static string? TextOf(Exception exception) => exception switch
    {
        PossibleAuthenticationFailureException or AuthenticationException => exception.Message,
        OperationInterruptedException { ShutdownReason: { ReplyCode: Constants.AccessRefused or Constants.NotAllowed } reason } => reason.ReplyText,
        _ => null,
    };

    // Of several nodes each has failed for a reason of its own.
    private static IEnumerable<Exception> All(Exception exception) => (exception switch
    {
        AggregateException all => all.InnerExceptions,
        { InnerException: { } inner } => [inner],
        _ => Enumerable.Empty<Exception>(),
    }).SelectMany(All).Prepend(exception);
}
