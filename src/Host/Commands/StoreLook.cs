using System.Data.Common;
using Pipeline.Host.Options;
using Pipeline.Store;
using Pipeline.Store.Copying;

namespace Pipeline.Host.Commands;

/// <summary>How commands look at a store that is there, by the settings <c>--store</c> and <c>--data</c>.</summary>
internal static class StoreLook
{
    /// <summary>Whether a setting says where the store is.</summary>
    public static bool Says(OptionSetting setting) => setting.Flag is "--data" or "--store";

    /// <exception cref="OptionException">What is named is no address.</exception>
    public static IStoreDatabase Named(ProcessOptions options) => Named("--store", options.StoreName);

    /// <param name="what">What the message calls the name.</param>
    /// <param name="name">The path or the address.</param>
    /// <exception cref="OptionException">What is named is no address.</exception>
    public static IStoreDatabase Named(string what, string name)
    {
        try
        {
            return StoreAddress.Parse(name);
        }
        catch (FormatException e)
        {
            throw new OptionException($"{what}: {e.Message}");
        }
    }

    /// <exception cref="OptionException">There is no store.</exception>
    public static IStoreDatabase Existing(ProcessOptions options, string command)
    {
        var database = Named(options);
        return database.Exists() ? database : throw new OptionException($"{command}: there is no store at {database.Name}; name it with --store, or its folder with --data");
    }

    /// <summary>Looks, and says what is wrong with a store that can't be looked at.</summary>
    /// <exception cref="StoreUnavailableException">It can't.</exception>
    public static T At<T>(IStoreDatabase database, string command, Func<T> look)
    {
        try
        {
            return look();
        }
        catch (DbException e) when (database.IsOfOtherVersion(e))
        {
            throw new StoreUnavailableException($"{command}: {database.Name} is no store of this version ({e.Message}); `pipeline setup` with the same --data or --store brings an older one up to date", e);
        }
        catch (Exception e) when (e is DbException or FormatException)
        {
            throw new StoreUnavailableException($"{command}: the store {database.Name} can't be read: {e.Message}", e);
        }
    }

    /// <summary>Nothing that is done to a store is done to one that was copied to another: what is kept of it would be another thing than there.</summary>
    /// <exception cref="OptionException">It was.</exception>
    public static void ThrowIfMoved(IStoreDatabase database, string command)
    {
        if (At(database, command, () => MovedStore.Refusal(database)) is { } moved)
        {
            throw new OptionException($"--data, --store: {moved}");
        }
    }

    /// <summary>Makes a store or brings it up to date, and says what is wrong with what is none: a file of something else, a damaged one, a migration that fails.</summary>
    /// <exception cref="StoreUnavailableException">It can't be done.</exception>
    public static void Migrate(IStoreDatabase database, string command, bool mayBreak = false)
    {
        try
        {
            database.Migrate(mayBreak);
        }
        catch (Exception e) when (e is DbException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"{command}: {database.Name} can't be used as a store: {e.Message}", e);
        }
    }
}
