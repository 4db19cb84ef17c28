using NUnit.Framework;
using Pipeline.Store;
using Pipeline.Store.Postgres;

namespace Pipeline.Workers.Tests.Postgres;

/// <summary>A turn is taken before its order is read, so where an order belongs must be known.</summary>
public sealed class OrderPlacesTests
{
    private static readonly OrderPlace Place = new("account", "strategy", "AAPL");

    private int asked;

    [Test]
    public void Where_it_was_said_nobody_asks()
    {
        var places = Places(found: null);

        places.Note("order", Place);

        Assert.That((places.Of("order"), asked), Is.EqualTo((Place, 0)));
    }

    [Test]
    public void It_is_asked_for_once()
    {
        var places = Places(Place);

        Assert.That((places.Of("order"), places.Of("order"), asked), Is.EqualTo((Place, Place, 1)));
    }

    [Test]
    public void What_is_not_there_is_asked_for_again()
    {
        var places = Places(found: null);

        Assert.That((places.Of("order"), places.Of("order"), asked), Is.EqualTo(((OrderPlace?)null, (OrderPlace?)null, 2)));
    }

    private OrderPlaces Places(OrderPlace? found)
    {
        asked = 0;
        return new OrderPlaces(_ =>
        {
            asked++;
            return found;
        });
    }
}
