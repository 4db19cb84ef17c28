namespace Pipeline.Store.Postgres;

/// <summary>
/// How statements that wait are sent: those of the same text together, where the first of them stands that they can go with. One comes earlier than it was written only past statements that it has nothing to do
/// with: neither writes what the other one looks at or writes.
/// </summary>
internal static class Parcels
{
    public static List<Parcel> Of(IReadOnlyList<Sending> sendings)
    {
        var parcels = new List<Parcel>(sendings.Count);
        foreach (var sending in sendings)
        {
            if (Find(parcels, sending) is { } parcel)
            {
                parcel.Add(sending);
            }
            else
            {
                parcels.Add(new Parcel(sending));
            }
        }

        return parcels;
    }

    // The earliest: what an order becomes first goes with what others become first.
    private static Parcel? Find(List<Parcel> parcels, Sending sending)
    {
        var found = default(Parcel);
        for (var i = sending.Alike is null ? -1 : parcels.Count - 1; i >= 0; i--)
        {
            if (parcels[i].Takes(sending))
            {
                found = parcels[i];
            }

            if (!parcels[i].MayComeAfter(sending))
            {
                break;
            }
        }

        return found;
    }
}
