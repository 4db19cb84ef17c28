namespace Pipeline.Venues.Versions;

/// <summary>A request and its answer as they were, to be mapped once more. In memory only: nothing of it is stored.</summary>
internal sealed record RawExchange(string Method, Uri Address, byte[] Request, int Status, byte[] Answer, IReadOnlyList<KeyValuePair<string, IEnumerable<string>>> Headers)
{
    /// <summary>What tells one kind of call from another.</summary>
    public string Kind => $"{Method} {Address.AbsolutePath}";

    /// <summary>The answer once more.</summary>
    public HttpResponseMessage ToResponse()
    {
        var response = new HttpResponseMessage((System.Net.HttpStatusCode)Status) { Content = new ByteArrayContent(Answer) };
        foreach (var (name, values) in Headers)
        {
            response.Headers.TryAddWithoutValidation(name, values);
        }

        return response;
    }
}

/// <summary>One call of the version that works, to be made once more by the one in the shadow.</summary>
/// <param name="Exchanges">What it exchanged with the venue; each is taken out when it is asked for again.</param>
/// <param name="IsPartly">Whether it asked for a part only, since it knew the rest.</param>
internal sealed record ShadowCall(List<RawExchange> Exchanges, bool IsPartly);
