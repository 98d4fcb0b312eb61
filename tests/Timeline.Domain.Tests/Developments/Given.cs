using System.Text;
using Timeline.Domain.Developments;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;

namespace Timeline.Domain.Tests.Developments;

/// <summary>
/// <c>Given(events).When(command).Then(event)</c>. Events stand at the positions 10, 20, 30, … and were recorded in November 2024, a second apart.
/// </summary>
internal sealed class Given
{
    private static readonly Dictionary<string, string> Actors = new(StringComparer.Ordinal) { ["dprk"] = "dprk", ["north korea"] = "dprk", ["russia"] = "russia" };

    private readonly IReadOnlyList<Recorded> _events;
    private Instant _now = Times.At("2024-12-01T00:00:00Z");

    private Given(IEnumerable<DevelopmentEvent> events) => _events = [.. events.Select((@event, i) => new Recorded(Position(i), RecordedAt(i), @event))];

    public static Given Nothing => new([]);

    public static Given Events(params IEnumerable<DevelopmentEvent> events) => new(events);

    public static long Position(int index) => (index + 1) * 10;

    public static Instant RecordedAt(int index) => Times.At("2024-11-01T00:00:00Z").Plus(TimeSpan.FromSeconds(index));

    public DevelopmentHistory History => new(Examples.Id, _events);

    public Given At(string now)
    {
        _now = Times.At(now);
        return this;
    }

    public Outcome When(DevelopmentCommand command)
    {
        var context = new DecisionContext(_now, idOrAlias => Actors.GetValueOrDefault(Domain.Actors.Actor.KeyOf(idOrAlias)), id => id == "another" || id == Examples.Id);
        return new Outcome(DevelopmentDecider.Decide(command, _events.Count == 0 ? null : History, context));
    }

    /// <summary>What was known at a time; fails where nothing was.</summary>
    public Entry KnownAt(string time, long basis = long.MaxValue) => TryKnownAt(time, basis).ShouldNotBeNull();

    public Entry? TryKnownAt(string time, long basis = long.MaxValue) => Fold.EntryAt(History.UpTo(basis), Times.At(time));
}

internal sealed class Outcome(Decision<DevelopmentEvent> decision)
{
    /// <summary>The decision is this event, to the byte of its JSON.</summary>
    public void Then(DevelopmentEvent expected)
    {
        decision.Refusal.ShouldBeNull();
        Encoding.UTF8.GetString(EventTypes.Write(decision.Event!)).ShouldBe(Encoding.UTF8.GetString(EventTypes.Write(expected)));
    }

    public T Then<T>()
        where T : DevelopmentEvent
    {
        decision.Refusal.ShouldBeNull();
        return decision.Event.ShouldBeAssignableTo<T>()!;
    }

    /// <summary>It is refused as invalid, and the message stands at exactly these fields.</summary>
    public void ThenRefused(params string[] fields)
    {
        decision.Event.ShouldBeNull();
        var refusal = decision.Refusal.ShouldNotBeNull();
        refusal.Code.ShouldBe(RefusalCode.Invalid, refusal.Detail);
        (refusal.Errors?.Keys ?? []).ShouldBe(fields, ignoreOrder: true);
        refusal.Detail.ShouldNotBeNullOrWhiteSpace();
    }

    public void ThenRefused(RefusalCode code)
    {
        decision.Event.ShouldBeNull();
        decision.Refusal.ShouldNotBeNull().Code.ShouldBe(code);
    }
}
