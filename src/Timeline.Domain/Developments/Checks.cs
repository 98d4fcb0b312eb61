using Timeline.Domain.Edtf;
using Timeline.Domain.Time;

namespace Timeline.Domain.Developments;

/// <summary>Rules about values that no shape can express; every broken one is named, by the path of its field.</summary>
public sealed class Checks(Func<string, string?> findActor)
{
    private readonly Dictionary<string, List<string>> _errors = [];

    public Refusal? Refusal => _errors.Count == 0 ? null : new Refusal(
        RefusalCode.Invalid,
        _errors.Count == 1 ? $"{_errors.First().Key}: {_errors.First().Value[0]}" : $"{_errors.Count} fields break a rule.",
        _errors.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray()));

    public void Add(string field, string message)
    {
        if (!_errors.TryGetValue(field, out var messages))
            _errors[field] = messages = [];
        messages.Add(message);
    }

    /// <summary>The id of an actor, given by id or alias.</summary>
    public string Actor(string field, string idOrAlias)
    {
        if (findActor(idOrAlias) is { } id)
            return id;
        Add(field, $"there is no actor '{idOrAlias}': register it with POST /api/actors first");
        return idOrAlias;
    }

    public IReadOnlyList<Participant>? Participants(string field, IReadOnlyList<Participant>? participants) =>
        participants?.Select((participant, i) => participant with { Actor = Actor($"{field}[{i}].actor", participant.Actor) }).ToList();

    public void Occurred(string field, string? occurred)
    {
        if (occurred is null)
            return;
        if (!EdtfValue.TryParse(occurred, out var value, out var problem))
            Add(field, problem);
        else if (!value.IsWithinCalendar)
            Add(field, "is valid EDTF, but a timeline's dates lie in the years 0001 to 9999");
    }

    public void Places(string field, IReadOnlyList<Place>? places)
    {
        for (var i = 0; i < (places?.Count ?? 0); i++)
        {
            var place = places![i];
            if (place.Latitude is null != place.Longitude is null)
                Add($"{field}[{i}]", "give both latitude and longitude, or neither");
            if (place.Latitude is < -90 or > 90)
                Add($"{field}[{i}].latitude", "must lie from -90 to 90 (degrees, WGS 84)");
            if (place.Longitude is < -180 or > 180)
                Add($"{field}[{i}].longitude", "must lie from -180 to 180 (degrees, WGS 84)");
        }
    }

    public void Figures(string field, IReadOnlyList<Figure>? figures)
    {
        for (var i = 0; i < (figures?.Count ?? 0); i++)
        {
            var figure = figures![i];
            var hasRange = figure.Min is not null || figure.Max is not null;
            if (figure.Value is not null == hasRange)
                Add($"{field}[{i}]", "give either value, or min and/or max");
            if (figure.Min > figure.Max)
                Add($"{field}[{i}].max", "must not be less than min");
        }
    }

    public void Source(string field, Source? source)
    {
        if (source?.PublishedAt is { } published)
            PublishedAt(field, published);
    }

    public void PublishedAt(string field, string published)
    {
        if (!Rfc3339.TryParseDay(published, out _) && Rfc3339.TryParseInstant(published, out _) != TimeParse.Ok)
            Add($"{field}.publishedAt", "must be a day (2024-10-25) or an RFC 3339 instant (2024-10-25T10:00:00Z)");
    }
}
