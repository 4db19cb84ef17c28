namespace Pipeline.Host.Demo;

/// <summary>Shows orders on their way.</summary>
internal interface IDemoScreen
{
    /// <summary>Shows every state of the orders until there are no more.</summary>
    Task ShowAsync(IAsyncEnumerable<IReadOnlyList<DemoOrder>> states);
}
