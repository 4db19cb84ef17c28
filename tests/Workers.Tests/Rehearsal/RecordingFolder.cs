using System.Globalization;
using System.IO.Compression;

namespace Pipeline.Workers.Tests.Rehearsal;

/// <summary>A folder of small recordings in the documented format, and of intents; gone with the test.</summary>
internal sealed class RecordingFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rehearsal");

    /// <summary>One minute's quote. Its prices are known when the minute is over, and so is what a fill takes from it.</summary>
    public readonly record struct Bar(string From, decimal Bid, int BidSize, decimal Ask, int AskSize);

    public string Write(string name, string text)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    public string Csv(string symbol, DateOnly day, params IEnumerable<Bar> bars) => Write($"{Name(symbol, day)}.csv", Lines(bars));

    public string Zip(string symbol, DateOnly day, params IEnumerable<Bar> bars)
    {
        var path = Path.Combine(folder.FullName, $"{Name(symbol, day)}.zip");
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        using var writer = new StreamWriter(zip.CreateEntry("bars.csv").Open());
        writer.Write(Lines(bars));
        return path;
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static string Name(string symbol, DateOnly day) => $"{symbol}_{day:yyyyMMdd}_quote";

    private static string Lines(IEnumerable<Bar> bars) => string.Concat(bars.Select(bar =>
    {
        var milliseconds = (long)TimeOnly.ParseExact(bar.From, "HH:mm", CultureInfo.InvariantCulture).ToTimeSpan().TotalMilliseconds;
        return $"{milliseconds},{Side(bar.Bid, bar.BidSize)},{Side(bar.Ask, bar.AskSize)}\n";
    }));

    private static string Side(decimal price, int size)
    {
        var units = (long)(price * 10_000);
        return $"{units},{units},{units},{units},{size}";
    }
}
