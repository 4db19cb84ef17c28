namespace Pipeline.Trading.Halts;

/// <summary>What a halt stops. The stricter one goes first.</summary>
public enum HaltMode
{
    /// <summary>Nothing in the scope is granted or sent.</summary>
    Stop,

    /// <summary>Only orders that make the position of their symbol smaller are, see <see cref="ReduceOnly"/>.</summary>
    ReduceOnly,
}
