using System.Text;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Timeline.Domain;
using Timeline.Service.Database;

namespace Timeline.Service.Log;

/// <summary>The rows of a group's events in Marten's tables. Positions and microseconds follow one another without a gap.</summary>
internal sealed class EventRows
{
    private readonly List<(EventType Type, string Data, Appended At, Append Append)> _events = [];

    public int Count => _events.Count;

    /// <returns>The length of the event's JSON.</returns>
    public int Add(object @event, Appended at, Append append)
    {
        var data = Encoding.UTF8.GetString(EventTypes.Write(@event));
        _events.Add((EventTypes.Of(@event), data, at, append));
        return data.Length;
    }

    public void AddTo(NpgsqlBatch batch)
    {
        var streams = _events.GroupBy(row => row.At.Stream, StringComparer.Ordinal).Select(group => group.Last().At).ToList();
        batch.Add(
            "Log/append_streams.sql",
            Sql.TextArray(streams.Select(at => at.Stream)), Sql.Longs(streams.Select(at => at.Version)), Sql.Instants(streams.Select(at => at.RecordedAt)));
        batch.Add(
            "Log/append_events.sql",
            Sql.Value(_events[0].At.Position),
            Sql.Value(_events[0].At.RecordedAt),
            new NpgsqlParameter { Value = _events.Select(_ => Guid.CreateVersion7()).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid },
            Sql.TextArray(_events.Select(row => row.At.Stream)),
            Sql.Longs(_events.Select(row => row.At.Version)),
            Sql.TextArray(_events.Select(row => row.Data)),
            Sql.TextArray(_events.Select(row => row.Type.Alias)),
            Sql.TextArray(_events.Select(row => row.Type.DotNetType)),
            Sql.TextArray(_events.Select(row => row.Append.Origin.CorrelationId)),
            Sql.TextArray(_events.Select(row => row.Append.Origin.CausationId)),
            Sql.TextArray(_events.Select(row => Headers(row.Append.Key))),
            Sql.TextArray(_events.Select(row => row.Append.Origin.Principal)));
    }

    private static string? Headers(CommandKey? key) => key is null
        ? null
        : JsonSerializer.Serialize(new Dictionary<string, string> { ["idempotencyKey"] = key.Key, ["idempotencyScope"] = key.Scope }, LogJson.Default.DictionaryStringString);
}
