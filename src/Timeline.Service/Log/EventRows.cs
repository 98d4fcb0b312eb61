using System.Text.Json;
using Timeline.Domain;
using Timeline.Service.Database;

namespace Timeline.Service.Log;

/// <summary>The rows of a group's events in Marten's tables.</summary>
internal sealed class EventRows
{
    private static readonly Rows<Appended> Streams = new(
        "Log/append_streams.sql",
        Column.Text<Appended>(at => at.Stream),
        Column.Long<Appended>(at => at.Version),
        Column.Time<Appended>(at => at.RecordedAt),
        Column.Time<Appended>(at => at.RecordedAt),
        Column.Text<Appended>(_ => "actor"));

    private static readonly Rows<Row> Events = new(
        "Log/append_events.sql",
        Column.Long<Row>(row => row.At.Position),
        Column.Time<Row>(row => row.At.RecordedAt),
        Column.Id<Row>(_ => Guid.CreateVersion7()),
        Column.Text<Row>(row => row.At.Stream),
        Column.Long<Row>(row => row.At.Version),
        Column.Json<Row>(row => row.Data),
        Column.Text<Row>(row => row.Type.Alias),
        Column.Text<Row>(row => row.Type.DotNetType),
        Column.Text<Row>(row => row.Append.Origin.CorrelationId),
        Column.Text<Row>(row => row.Append.Origin.CausationId),
        Column.Json<Row>(row => Headers(row.Append.Key)),
        Column.Text<Row>(row => row.Append.Origin.Principal));

    private readonly List<Row> _events = [];
    private readonly Dictionary<string, Appended> _newest = new(StringComparer.Ordinal);

    public int Count => _events.Count;

    /// <returns>The length of the event's JSON, in bytes.</returns>
    public int Add(object @event, Appended at, Append append)
    {
        var data = EventTypes.Write(@event);
        _events.Add(new Row(EventTypes.Of(@event), data, at, append));
        _newest[at.Stream] = at;
        return data.Length;
    }

    public void AddTo(Writes writes)
    {
        Streams.AddTo(writes, [.. _newest.Values]);
        Events.AddTo(writes, _events);
    }

    private static byte[]? Headers(CommandKey? key) => key is null
        ? null
        : JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["idempotencyKey"] = key.Key, ["idempotencyScope"] = key.Scope }, LogJson.Default.DictionaryStringString);

    private sealed record Row(EventType Type, byte[] Data, Appended At, Append Append);
}
