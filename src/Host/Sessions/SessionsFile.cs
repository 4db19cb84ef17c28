using Pipeline.Host.Options;
using Pipeline.Trading.Sessions;
using Pipeline.Trading.Sessions.Overrides;
using SessionOptions = Pipeline.Trading.Sessions.SessionOptions;

namespace Pipeline.Host.Sessions;

/// <summary>The calendars that a process starts with.</summary>
internal static class SessionsFile
{
    /// <summary>The published calendars with the overrides of the settings.</summary>
    /// <exception cref="OptionException">The overrides file can't be read or is not understood.</exception>
    public static SessionCalendars Load(SessionOptions options) => SessionCalendars.Create(
        options.Markets, options.Overrides.Length == 0 ? SessionOverrides.None : Read(options.Overrides, "--session-overrides"));

    /// <exception cref="OptionException">The file can't be read or is not understood.</exception>
    public static SessionOverrides Read(string path, string flag)
    {
        try
        {
            return OverridesReader.Read(File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or OverridesException)
        {
            throw new OptionException(string.Join(Environment.NewLine, e.Message.Split(Environment.NewLine).Select(fault => $"{flag}: {path}: {fault}")), e);
        }
    }
}
