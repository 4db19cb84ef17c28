using System.Text;
using System.Threading.Channels;
using NUnit.Framework;
using Pipeline.Venues;
using Pipeline.Venues.Versions;

namespace Pipeline.Workers.Tests.Adapters;

/// <summary>One connection to a stream for all versions of an adapter.</summary>
public sealed class SharedStreamTests
{
    private static readonly Uri Address = new("ws://venue.test/stream");

    private readonly List<Line> lines = [];
    private readonly List<string> heard = [];
    private SharedStreams streams = null!;
    private Func<Line> next = null!;

    [SetUp]
    public void Open()
    {
        lines.Clear();
        heard.Clear();
        next = () => new Line();
        streams = new SharedStreams(
            (_, _) =>
            {
                lines.Add(next());
                return new(lines[^1]);
            },
            message => heard.Add(Text(message)));
    }

    [Test]
    public async Task Who_comes_second_hears_what_the_first_hears_from_the_greeting_on_over_one_connection()
    {
        using var first = await Greeted("authorized");
        using var second = await streams.ConnectAsync(Address, CancellationToken.None);
        await second.SendAsync("authenticate"u8.ToArray(), CancellationToken.None);
        lines[0].Say("fill");
        await first.ReceiveAsync(CancellationToken.None);

        Assert.That(new[] { await NextOf(second), await NextOf(second) }, Is.EqualTo(new[] { "authorized", "fill" }));
        Assert.That((lines.Count, lines[0].Sent.Count, string.Join(' ', heard)), Is.EqualTo((1, 0, "authorized fill")), "what it would say is not said twice");
    }

    [Test]
    public async Task Who_comes_later_hears_the_greeting_and_nothing_of_before()
    {
        using var first = await Greeted("authorized");
        lines[0].Say("old");
        await first.ReceiveAsync(CancellationToken.None);
        using var second = await streams.ConnectAsync(Address, CancellationToken.None);
        lines[0].Say("new");
        await first.ReceiveAsync(CancellationToken.None);

        Assert.That(new[] { await NextOf(second), await NextOf(second) }, Is.EqualTo(new[] { "authorized", "new" }));
    }

    [Test]
    public async Task A_connection_that_ends_ends_for_all_and_the_next_who_comes_opens_another()
    {
        var first = await Greeted("authorized");
        using var second = await streams.ConnectAsync(Address, CancellationToken.None);
        await NextOf(second);
        first.Dispose();
        Assert.That(await NextOf(second), Is.Null);

        using var again = await streams.ConnectAsync(Address, CancellationToken.None);
        await again.SendAsync("authenticate"u8.ToArray(), CancellationToken.None);

        Assert.That((lines.Count, lines[1].Sent.Single()), Is.EqualTo((2, "authenticate")));
    }

    [Test]
    public async Task Who_waits_for_a_greeting_that_is_refused_greets_for_itself()
    {
        var first = await streams.ConnectAsync(Address, CancellationToken.None);
        var second = streams.ConnectAsync(Address, CancellationToken.None).AsTask();
        Assert.That(second.IsCompleted, Is.False);

        first.Dispose();
        using var opened = await second;

        Assert.That(lines, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Who_waits_for_a_connection_that_fails_opens_one_for_itself()
    {
        var way = new TaskCompletionSource<IVenueSocket>();
        var attempts = 0;
        var slow = new SharedStreams((_, _) => new(attempts++ == 0 ? way.Task : Task.FromResult<IVenueSocket>(new Line())));
        var first = slow.ConnectAsync(Address, CancellationToken.None).AsTask();
        var second = slow.ConnectAsync(Address, CancellationToken.None).AsTask();
        way.SetException(new IOException("refused"));

        Assert.That(async () => await first, Throws.TypeOf<IOException>());
        Assert.That((await second is not null, attempts), Is.EqualTo((true, 2)));
    }

    [Test]
    public async Task Each_address_has_a_connection_of_its_own()
    {
        using var first = await Greeted("authorized");
        using var other = await streams.ConnectAsync(new Uri("ws://venue.test/market"), CancellationToken.None);

        Assert.That(lines, Has.Count.EqualTo(2));
    }

    private async Task<IVenueSocket> Greeted(string answer)
    {
        var socket = await streams.ConnectAsync(Address, CancellationToken.None);
        lines[^1].Say(answer);
        await socket.ReceiveAsync(CancellationToken.None);
        socket.Greeted();
        return socket;
    }

    private static async Task<string?> NextOf(IVenueSocket socket) => await socket.ReceiveAsync(CancellationToken.None) is { } message ? Text(message) : null;

    private static string Text(ReadOnlyMemory<byte> message) => Encoding.UTF8.GetString(message.Span);

    private sealed class Line : IVenueSocket
    {
        private readonly Channel<string> said = Channel.CreateUnbounded<string>();

        public List<string> Sent { get; } = [];

        public void Say(string message) => said.Writer.TryWrite(message);

        public ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
        {
            Sent.Add(Text(message));
            return ValueTask.CompletedTask;
        }

        public async ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellationToken) => Encoding.UTF8.GetBytes(await said.Reader.ReadAsync(cancellationToken));

        public void Dispose()
        {
        }
    }
}
