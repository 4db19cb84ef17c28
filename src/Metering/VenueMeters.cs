using Prometheus;

namespace Pipeline.Metering;

/// <summary>What adapters of venues count alike.</summary>
public static class VenueMeters
{
    private static readonly Label Venue = Label.Open("venue", "the venue's name");

    private static readonly Counter CredentialsRefused = Meters.Counter(
        "pipeline_venue_credentials_refused_total", "answers", "Answers with which a venue has refused our credentials.", Venue);

    private static readonly Counter PausesShortened = Meters.Counter(
        "pipeline_venue_pauses_shortened_total", "answers", "Answers in which a venue has asked to be left alone for longer than longest_pause, which it was for.", Venue);

    /// <summary>Has the venue's series begin at 0.</summary>
    public static void Begin(string venue)
    {
        CredentialsRefused.WithLabels(venue).Publish();
        PausesShortened.WithLabels(venue).Publish();
    }

    /// <summary>How often it was so far in this process.</summary>
    public static double CredentialsRefusedOf(string venue) => CredentialsRefused.WithLabels(venue).Value;

    public static void CountCredentialsRefused(string venue) => CredentialsRefused.WithLabels(venue).Inc();

    public static void CountPauseShortened(string venue) => PausesShortened.WithLabels(venue).Inc();
}
