using System.Text.Json;
using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;

namespace Pipeline.Workers.Tests.Store;

/// <summary>An order that a step has moved is for the same step what another step reads of it.</summary>
public sealed class KeptOrdersTests
{
    private const string Id = "ORDER";

    private static readonly DateTimeOffset Now = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset InParis = new(2026, 3, 2, 17, 0, 0, 123, TimeSpan.FromHours(1));

    private TestStore opened = null!;

    [SetUp]
    public async Task Record()
    {
        opened = TestStore.Create();
        await opened.Store.WriteAsync(session =>
        {
            IntentTable.Insert(session, new IntentRecord("i", "s", "r", "p", "http", Now, Now.AddDays(1), null, null));
            var order = new Order
            {
                ClOrdId = Id, Key = Id, IntentId = "i", Slot = new OrderSlot("s", "r", "p", null, "AAPL", Side.Buy),
                Terms = new OrderTerms { Qty = 10, OrderType = OrdType.Market, TimeInForce = TimeInForce.Day },
                Venue = "paper", Account = "paper", ReceivedAt = Now, ValidUntil = Now.AddDays(1),
            };
            OrderTable.Insert(session, JournalTable.Append(session, order, Pipeline.Store.Steps.Stages.Intake, nameof(OrderProposed), Now, new { order.Slot, order.Terms }), order);
        });
    }

    [TearDown]
    public void Close() => opened.Dispose();

    [Test]
    public async Task Whatever_of_it_moves()
    {
        var moved = await StepAsync(session => OrderTable.Update(session, OrderTable.Find(session, Id)! with
        {
            Pass = 2, OrdStatus = OrdStatus.PartiallyFilled, Standing = OrdStatus.New, StandingAt = InParis, RestatedQty = 9.50m, RestatedAt = InParis.AddSeconds(1), CumQty = 1.10m,
            CumValue = 220.00m, ReservedQty = 8.40m, ReferencePx = 200.0m, PriceBound = 201.250m, OrderId = "V1", EndedAt = InParis.AddSeconds(2),
        }));

        Assert.That(moved, Does.Contain("\"V1\"").And.Contains("2026-03-02T16:00:02.123"));
        Assert.That(moved, Is.EqualTo(Read()));
    }

    [Test]
    public async Task Whatever_is_noted_of_it_and_is_not_the_orders_own()
    {
        var before = Read();
        var noted = await StepAsync(session =>
        {
            OrderTable.Find(session, Id);
            OrderTable.Explain(session, Id, "LIMIT", "too much");
            OrderTable.SetDeadline(session, Id, Now);
            OrderTable.Carry(session, Id, "paper 1");
            OrderTable.TellOtherwise(session, Id);
        });

        Assert.That((noted, Read()), Is.EqualTo((before, before)));
        Assert.That(opened.Store.Read(session => (OrderTable.CodeOf(session, Id), OrderTable.AdapterOf(session, Id))), Is.EqualTo(("LIMIT", "paper 1")));
    }

    [Test]
    public async Task What_somebody_else_writes_to_its_row()
    {
        var written = await StepAsync(session =>
        {
            OrderTable.Find(session, Id);
            session.Execute("UPDATE orders SET qty = '7'");
        });

        Assert.That(written, Does.Contain("\"Qty\":7").And.EqualTo(Read()));
    }

    private static string Text(StoreSession session) => JsonSerializer.Serialize(OrderTable.Find(session, Id));

    private Task<string> StepAsync(Action<StoreSession> step) => opened.Store.WriteAsync(Turn.Shared, session =>
    {
        step(session);
        return Text(session);
    });

    private string Read() => opened.Store.Read(Text);
}
