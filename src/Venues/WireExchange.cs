namespace Pipeline.Venues;

/// <summary>One request and what came back, as they went over the wire, without what must be in no record.</summary>
/// <param name="Method">Of HTTP.</param>
/// <param name="Target">The address with its query.</param>
/// <param name="Request">The body; null where there was none.</param>
/// <param name="Status">Of HTTP; null where no whole answer came.</param>
/// <param name="Answer">The body that came back, untrusted; where no whole answer came, what happened instead.</param>
/// <param name="RequestId">What the venue calls the request, where it says so: its support asks for it.</param>
public sealed record WireExchange(string Method, string Target, string? Request, int? Status, string Answer, string? RequestId = null);
