namespace Pipeline.Access;

/// <summary>Why somebody is not let in. Every reason there is stands here, each with a code that stays.</summary>
public sealed record Refusal
{
    private Refusal(string code, int status, string title, string detail) => (Code, Status, Title, Detail) = (code, status, title, detail);

    /// <summary>Stable, in kebab case: the end of the problem's type, the metric's label.</summary>
    public string Code { get; }

    /// <summary>401: who it is is not known. 403: it is known, and may not.</summary>
    public int Status { get; }

    public string Title { get; }

    /// <summary>What to do, in one sentence. Holds nothing of a secret.</summary>
    public string Detail { get; }

    /// <summary>The scope that would have done, where one was lacking.</summary>
    public string? Lacks { get; private init; }

    /// <summary>Every code.</summary>
    public static IReadOnlyList<string> Codes { get; } = ["credentials-missing", "credentials-unknown", "scope-missing"];

    public static Refusal CredentialsMissing(string scope) =>
        new("credentials-missing", 401, "Who calls is not known", $"This needs the scope {scope}: sign the request with a strategy's key, or send Authorization: Bearer TOKEN.");

    public static Refusal CredentialsUnknown() =>
        new("credentials-unknown", 401, "The token belongs to nobody", "Send a token of an operator (--operator-tokens) or of a strategy's key (pipelinectl keys list).");

    public static Refusal ScopeMissing(string name, string lacks, string has) =>
        new("scope-missing", 403, "This is not allowed to you", $"It needs the scope {lacks}; {name} has {(has.Length > 0 ? has : "none")}.") { Lacks = lacks };
}
