using System.CommandLine;
using System.Text.Json;
using Pipeline.Intentctl.Http;

namespace Pipeline.Intentctl.Commands;

/// <summary>Where an intent comes from: flags for one line, a file, or standard input.</summary>
internal sealed class IntentSource
{
    /// <summary>What the pipeline reads of a document; of one that announces more it reads nothing, and may close the connection.</summary>
    private const int Most = 64 * 1024;

    /// <summary>Most characters of a signature's id, in whose place a key stands.</summary>
    private const int LongestId = 128;

    private readonly Argument<string?> file = new("FILE")
    {
        Description = "The intent (JSON), instead of flags; - is standard input.", Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> key = new("--idempotency-key")
    {
        Description = "Stands in for a rebalance_id that FILE does not have. From the plan, the same on every retry.", HelpName = "KEY",
    };

    private readonly IntentFlags flags = new();
    private readonly Stream input;

    public IntentSource(Command command, Stream input)
    {
        this.input = input;
        command.Arguments.Add(file);
        flags.AddTo(command);
        command.Options.Add(key);
    }

    /// <exception cref="IntentctlException">No header can have it.</exception>
    public string? KeyOf(ParseResult parsed) => parsed.GetValue(key) is { } said && said.Any(character => character is < ' ' or > '~')
        ? throw IntentctlException.Usage("--idempotency-key: there is a character in it that no header can have")
        : parsed.GetValue(key);

    /// <summary>The document, byte for byte as it is in its file; made of flags, it has the same bytes for the same flags.</summary>
    /// <exception cref="IntentctlException">There is none, or it can't be read.</exception>
    public async Task<byte[]> ReadAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var name = parsed.GetValue(file);
        var areFlags = flags.AreUsed(parsed);
        if (name is null)
        {
            return areFlags ? flags.Document(parsed) : throw IntentctlException.Usage("There is no intent: say it with flags (--rebalance-id, --portfolio, --symbol, --side, --qty, --order-type), or name a FILE, or - for standard input");
        }

        if (areFlags)
        {
            throw IntentctlException.Usage($"The intent is in {name} and in flags: say it once");
        }

        try
        {
            using var stream = name == "-" ? null : new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return await ReadAsync(stream ?? input, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw IntentctlException.Usage($"{name} can't be read: {e.Message}", e);
        }
    }

    /// <summary>
    /// Of a signed intent the signature's id stands in for a missing rebalance id. That id is made of the bytes here, so an intent of the
    /// same plan in other words would be another order: it must name its plan itself.
    /// </summary>
    /// <exception cref="IntentctlException">It does not, or by what no signature can have.</exception>
    public static void MustNameItsPlan(byte[] document, string? key, PipelineClient client)
    {
        if (client.Signs && key is not null && (key.Length is 0 or > LongestId || key.Any(character => character is ' ' or '.')))
        {
            throw IntentctlException.Usage($"--idempotency-key: signed, it has 1 to {LongestId} characters without spaces and full stops");
        }

        if (client.Signs && key is null && !HasPlan(document))
        {
            throw IntentctlException.Usage("There is no rebalance_id in the intent: add it, or name the plan by --idempotency-key");
        }
    }

    // What is no JSON at all is for the pipeline to refuse.
    private static bool HasPlan(byte[] document)
    {
        try
        {
            return JsonElement.Parse(document).Text("rebalance_id").Length > 0;
        }
        catch (JsonException)
        {
            return true;
        }
    }

    private static async Task<byte[]> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var document = new byte[Most + 1];
        var length = await stream.ReadAtLeastAsync(document, document.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return length <= Most ? document[..length] : throw IntentctlException.Usage($"The intent is too large: the pipeline reads at most {Most} bytes");
    }
}
