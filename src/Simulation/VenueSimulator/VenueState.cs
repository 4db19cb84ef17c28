namespace Pipeline.Simulation.VenueSimulator;

/// <summary>Whether the venue can be reached.</summary>
internal sealed class VenueState
{
    private bool isDown;

    /// <summary>Told of every change.</summary>
    public Action<bool>? Changed { get; set; }

    public bool IsDown
    {
        get => isDown;
        set
        {
            isDown = value;
            Changed?.Invoke(value);
        }
    }
}
