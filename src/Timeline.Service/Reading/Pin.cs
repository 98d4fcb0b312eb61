using System.Globalization;
using Timeline.Domain;
using Timeline.Domain.Time;
using Timeline.Service.Http;

namespace Timeline.Service.Reading;

/// <summary>The point at which a question is answered: what was known at <see cref="KnownAt"/> by what the log held at <see cref="Basis"/>, both inclusive.</summary>
/// <param name="Edition">This log and view version.</param>
/// <param name="IsPinned">The request named all three itself, so that its answer never changes.</param>
internal sealed record Pin(Instant KnownAt, long Basis, string Edition, bool IsPinned)
{
    /// <summary>The three parameters of a permalink.</summary>
    public CanonicalQuery AddTo(CanonicalQuery query) => query
        .Add("knownAt", KnownAt.ToString())
        .Add("basis", Basis.ToString(CultureInfo.InvariantCulture))
        .Add("edition", Edition);
}

/// <summary>A pin as a request gives it.</summary>
internal sealed record PinRequest(DayOrInstant? KnownAt, long? Basis, DayOrInstant? RecordedAt, string? Edition)
{
    /// <summary>Reads <c>knownAt</c>, <c>basis</c> or <c>recordedAt</c>, and <c>edition</c>.</summary>
    public static PinRequest Read(QueryReader query)
    {
        var request = new PinRequest(
            query.OptionalDayOrInstant("knownAt"), query.OptionalInteger("basis", min: 0), query.OptionalDayOrInstant("recordedAt"), query.OptionalText("edition", 1, 100));
        if (request is { Basis: not null, RecordedAt: not null })
            query.Fail("recordedAt", "says the same as basis: give one of them");
        return request;
    }

    /// <summary>
    /// The request that goes on where a cursor stands; <c>BadParameter</c> where the cursor's list or pin is another than the request's own.
    /// </summary>
    public Parsed<PinRequest> ContinueAt(Instant knownAt, long basis, bool isSameList)
    {
        var isOther = !isSameList || (Basis is { } asked && asked != basis) || (KnownAt is { } time && Last(time) != knownAt) || RecordedAt is not null;
        return isOther
            ? new(new Refusal(RefusalCode.BadParameter, "after: this cursor belongs to other filters, another pin or another edition; take 'next' from the answer as it is.", new Dictionary<string, string[]> { ["after"] = ["belongs to another list"] }))
            : new(this with { KnownAt = KnownAt ?? new DayOrInstant(knownAt), Basis = basis });
    }

    /// <summary>A day means up to its last microsecond, UTC.</summary>
    public static Instant Last(DayOrInstant time) => time.Instant ?? Instant.LastOf(time.Day!.Value);
}
