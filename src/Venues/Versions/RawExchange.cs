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
