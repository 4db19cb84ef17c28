namespace Pipeline.Access;

/// <summary>What a caller may do. Strategies' keys have the first three, operators the others by their role.</summary>
public enum Scope
{
    /// <summary>Publish and check intents of the key's own strategy.</summary>
    Submit,

    /// <summary>Take back orders of the key's own strategy.</summary>
    Cancel,

    /// <summary>Look at orders of the key's own strategy.</summary>
    Read,

    /// <summary>Look at everything.</summary>
    Viewer,

    /// <summary>Acts that take risk away: halt, cancel, deny, demote, revoke. An operator is a viewer too.</summary>
    Operator,

    /// <summary>Acts that let risk in: release, resume, promote, accept, create a key. An approver is an operator too.</summary>
    Approver,
}
