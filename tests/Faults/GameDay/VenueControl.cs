using System.Text;
using System.Text.Json;

namespace Pipeline.Faults.GameDay;

/// <summary>Tells the simulated venue how to behave, and asks what is true there.</summary>
internal sealed class VenueControl(Uri address) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>From now on it does so.</summary>
    public Task BehaveAsync(string behaviours) => PostAsync("simulator/behaviours", behaviours);

    /// <summary>This happens there now.</summary>
    public Task ActAsync(string act) => PostAsync("simulator/acts", act);

    /// <summary>It behaves again.</summary>
    public async Task MendAsync()
    {
        using var answer = await http.DeleteAsync(new Uri("simulator/behaviours", UriKind.Relative));
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Whether it has started.</summary>
    public async Task<bool> AnswersAsync()
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("simulator/behaviours", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // Not yet.
            return false;
        }
    }

    /// <summary>The orders that it truly has.</summary>
    public Task<JsonElement> OrdersAsync() => GetAsync("simulator/orders");

    /// <summary>The trades that it has truly made.</summary>
    public Task<JsonElement> ExecutionsAsync() => GetAsync("simulator/executions");

    public void Dispose() => http.Dispose();

    private async Task<JsonElement> GetAsync(string path) => JsonSerializer.Deserialize<JsonElement>(await http.GetStringAsync(new Uri(path, UriKind.Relative)));

    private async Task PostAsync(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), content);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"The venue does not understand {body}: {await answer.Content.ReadAsStringAsync()}");
        }
    }
}
