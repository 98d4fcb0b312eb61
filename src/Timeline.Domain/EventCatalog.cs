using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Timeline.Domain.Developments;
using Timeline.Domain.Json;

namespace Timeline.Domain;

/// <summary>What reading a stored event gives: the event; or why it cannot be read; or neither, for a type that is not ours.</summary>
/// <param name="Fault">A sentence for the operator.</param>
public readonly record struct StoredEventReading(object? Event, string? Fault)
{
    public bool IsUnreadable => Fault is not null;
}

/// <summary>One step in the history of a type's JSON: from one version to the next.</summary>
/// <param name="Alias">The type's.</param>
/// <param name="From">The version that it rewrites; what comes out is of the version after it.</param>
/// <param name="Rewrite">Changes the JSON in place. It may throw what reading JSON throws: then the event cannot be read.</param>
public sealed record Upcaster(string Alias, int From, Action<JsonObject> Rewrite);

/// <summary>
/// Reads stored events of every version: an older shape goes through a chain of upcasters, one for each version since. What cannot be read is told
/// and never thrown, because one event must not stop the others.
/// </summary>
public sealed class EventCatalog
{
    private readonly FrozenDictionary<string, EventType> _types;
    private readonly FrozenDictionary<(string, int), Upcaster> _upcasters;

    /// <param name="upcasters">One for each version of each type but its last.</param>
    /// <exception cref="ArgumentException">A chain has a hole, two ways, or leads nowhere.</exception>
    public EventCatalog(IReadOnlyList<EventType> types, IReadOnlyList<Upcaster> upcasters)
    {
        _types = types.ToFrozenDictionary(type => type.Alias, StringComparer.Ordinal);
        var needed = types.SelectMany(type => Enumerable.Range(1, type.Version - 1).Select(version => (type.Alias, version)));
        var given = upcasters.Select(step => (step.Alias, step.From)).ToList();
        if (!needed.ToHashSet().SetEquals(given) || given.Count != given.Distinct().Count())
            throw new ArgumentException("Each version of a type but its last takes one upcaster.", nameof(upcasters));
        _upcasters = upcasters.ToFrozenDictionary(step => (step.Alias, step.From));
    }

    /// <summary>The alias without the suffix of a version, and that version.</summary>
    public static (string Alias, int Version) Split(string storedAlias)
    {
        var at = storedAlias.LastIndexOf("_v", StringComparison.Ordinal);
        return at > 0 && int.TryParse(storedAlias.AsSpan(at + 2), NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version > 1
            ? (storedAlias[..at], version)
            : (storedAlias, 1);
    }

    /// <param name="storedAlias">As in the log's <c>type</c> column.</param>
    /// <param name="json">UTF-8.</param>
    public StoredEventReading Read(string storedAlias, ReadOnlySpan<byte> json)
    {
        if (!_types.TryGetValue(storedAlias, out var type) || type.Version > 1)
        {
            var (alias, version) = Split(storedAlias);
            if (!_types.TryGetValue(alias, out type))
                return default;
            if (version > type.Version)
                return new(null, $"It is of version {version} of {alias}, and this binary reads up to {type.Version}.");
            if (version < type.Version)
                return ReadOlder(type, version, json);
        }
        return ReadNewest(type, json);
    }

    private StoredEventReading ReadOlder(EventType type, int version, ReadOnlySpan<byte> json)
    {
        try
        {
            if (JsonNode.Parse(json) is not JsonObject shape)
                return new(null, $"It is no object of {type.Alias}.");
            for (; version < type.Version; version++)
                _upcasters[(type.Alias, version)].Rewrite(shape);
            return ReadNewest(type, JsonSerializer.SerializeToUtf8Bytes(shape));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or NullReferenceException)
        {
            return new(null, $"It is not of the shape that version {version} of {type.Alias} had: {FirstLine(exception)}");
        }
    }

    private static StoredEventReading ReadNewest(EventType type, ReadOnlySpan<byte> json)
    {
        try
        {
            if (type.Type == typeof(DevelopmentReported) && ReportReader.TryRead(json) is { } report)
                return new(report, null);
            return JsonSerializer.Deserialize(json, type.Type, TimelineJson.Stored) is { } @event
                ? new(@event, null)
                : new(null, $"It is no object of {type.Alias}.");
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or OverflowException or InvalidOperationException)
        {
            return new(null, $"It is not of the shape of {type.Alias}: {FirstLine(exception)}");
        }
    }

    private static string FirstLine(Exception exception) => exception.Message.Split('\n')[0].Trim();
}
