using System.Globalization;
using System.Text.Json;

namespace Pipeline.Pipelinectl.Http;

/// <summary>Lists that come in pages, whole.</summary>
internal static class Pages
{
    /// <summary>Most of one page, as the pipeline's API has it.</summary>
    public const int Largest = 500;

    /// <summary>Asks for one page after the other until one is not full.</summary>
    /// <param name="page">Gets a page of <see cref="Largest"/>, given the last number of the page before; null for the first.</param>
    /// <param name="number">The field of each item that has its number.</param>
    public static async Task<JsonElement> AllAsync(Func<long?, Task<JsonElement>> page, string number)
    {
        var items = new List<JsonElement>();
        long? last = null;
        while (true)
        {
            var next = await page(last).ConfigureAwait(false);
            items.AddRange(next.EnumerateArray());
            if (next.GetArrayLength() < Largest)
            {
                return JsonSerializer.SerializeToElement(items);
            }

            last = long.Parse(items[^1].Text(number), CultureInfo.InvariantCulture);
        }
    }
}
