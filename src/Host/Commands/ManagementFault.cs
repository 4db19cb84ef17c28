using System.Text.Json;

namespace Pipeline.Host.Commands;

/// <summary>What goes wrong between a command and the broker's management interface, or whatever else answers at its address.</summary>
internal static class ManagementFault
{
    /// <summary>What is wrong, in words; null for an exception that the management interface has no part in.</summary>
    public static string? Of(Exception exception) => exception switch
    {
        HttpRequestException or HttpIOException => exception.GetBaseException().Message,

        // A proxy or another service answers with a page of its own, often with a 200.
        JsonException => $"the answer is not the JSON of a management interface: {exception.Message}",

        // Only a call that was given up for its length says so; whoever was told to stop, or waits for the broker itself, is canceled without a time.
        OperationCanceledException { InnerException: TimeoutException } => exception.Message,
        _ => null,
    };
}
