using Pipeline.Intake;
using Pipeline.Store.Limits;
using Pipeline.Trading.Limits;
using Pipeline.Trading.Rules;
using Pipeline.Venues.Alpaca;
using Pipeline.Venues.Binance;

namespace Pipeline.Host.Options;

/// <summary>The operator's limits as the settings name them.</summary>
internal static class OperatorLimits
{
    /// <summary>Where the limits are, and what they must say; null where no file is named, so that defaults are in force.</summary>
    /// <exception cref="OptionException">There is no file, and orders can cost money.</exception>
    public static LimitsSource? Source(OptionSet options, LimitSet? defaults = null)
    {
        var file = options.Get<ValidationOptions>().Limits;
        var isLive = IsLive(options);
        if (file.Length == 0)
        {
            return isLive
                ? throw new OptionException(
                    $"--limits: orders of this venue can cost money, so every limit must be set or waived in a file: {string.Join(", ", AllLimits.All.Select(limit => limit.Name))}. `pipeline limits --schema` describes it.")
                : null;
        }

        return new LimitsSource(
            Path.GetFullPath(file), () => ReadFile(file), isLive ? LimitSet.Empty : defaults ?? LimitSet.Defaults, isLive ? options.Get<IntakeOptions>().Account : null);
    }

    /// <summary>The limits to start with.</summary>
    /// <exception cref="OptionException">The file can't be taken; the message names every fault with its place.</exception>
    public static LimitsLook Look(LimitsSource source)
    {
        var look = source.Look();
        return look.Book is not null
            ? look
            : throw new OptionException($"--limits: {source.File} can't be put in force:{string.Concat(look.Faults.Select(fault => $"{Environment.NewLine}  {fault.Path}: {fault.Message}"))}");
    }

    /// <summary>What is no fault of a file, and perhaps not what was meant.</summary>
    public static IReadOnlyList<LimitFault> Warnings(OptionSet options, LimitBook? book)
    {
        var account = options.Get<IntakeOptions>().Account;
        return [.. (book?.AccountsBeside(account) ?? []).Select(name => new LimitFault($"$.accounts.{name}", $"applies to no order here: the account served is {account}"))];
    }

    /// <summary>Whether orders can cost money.</summary>
    public static bool IsLive(OptionSet options) => options.Get<IntakeOptions>().Venue switch
    {
        "paper" => false,
        "alpaca" => AlpacaEndpoints.Of(options.Get<AlpacaOptions>()).IsLive,
        "binance" => BinanceEndpoints.Of(options.Get<BinanceOptions>()).IsLive,
        var other => throw new OptionException($"--venue: '{other}' is no venue"),
    };

    private static byte[] ReadFile(string file)
    {
        // One that is written while it is read is read again at the next look.
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[Math.Min(stream.Length, LimitFile.MaxBytes + 1)];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
