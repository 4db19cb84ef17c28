namespace Pipeline.Venues.Kit;

/// <summary>How patient whoever follows a venue's reports is.</summary>
/// <param name="RequestTimeout">Longest that opening the stream may take.</param>
/// <param name="PollInterval">How often the lists are asked although the stream is up.</param>
/// <param name="ReconnectPause">First pause after the stream broke or a look failed; doubles up to 30 s.</param>
/// <param name="StreamSilence">A stream that says nothing for so long, even when asked, is dead; one that nobody has wanted news of for so long is closed.</param>
public sealed record FeedPace(TimeSpan RequestTimeout, TimeSpan PollInterval, TimeSpan ReconnectPause, TimeSpan StreamSilence);
