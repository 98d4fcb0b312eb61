using System.Buffers;
using System.Data.Common;
using System.Text;
using System.Text.Json;
using Marten;
using Marten.Services;
using Npgsql;
using NpgsqlTypes;
using Timeline.Domain;
using Weasel.Core;
using ISerializer = Marten.ISerializer;

namespace Timeline.Marten;

/// <summary>
/// Events are written and read as the domain has it, so that either host's are the other's, letter for letter; what else Marten stores (headers) is
/// left to its own serializer.
/// </summary>
internal sealed class EventSerializer : ISerializer
{
    private readonly SystemTextJsonSerializer _others = new() { Casing = Casing.CamelCase, EnumStorage = EnumStorage.AsString };

    public EnumStorage EnumStorage => _others.EnumStorage;

    public Casing Casing => _others.Casing;

    public ValueCasting ValueCasting => _others.ValueCasting;

    /// <exception cref="JsonException">It cannot be read, or is none of ours; the message is a sentence for the operator.</exception>
    public static object Read(string storedAlias, ReadOnlySpan<byte> json)
    {
        var read = EventTypes.Catalog.Read(storedAlias, json);
        return read.Event ?? throw new JsonException(read.Fault ?? $"{storedAlias} is none of Timeline's event types.");
    }

    public string ToJson(object? document) => IsEvent(document) ? Encoding.UTF8.GetString(EventTypes.Write(document!)) : _others.ToJson(document);

    public string ToCleanJson(object? document) => IsEvent(document) ? ToJson(document) : _others.ToCleanJson(document);

    public string ToJsonWithTypes(object document) => _others.ToJsonWithTypes(document);

    public void WriteTo(IBufferWriter<byte> writer, object? value)
    {
        if (IsEvent(value))
            writer.Write(EventTypes.Write(value!));
        else
            _others.WriteTo(writer, value);
    }

    public void WriteToCleanJson(IBufferWriter<byte> writer, object? value)
    {
        if (IsEvent(value))
            WriteTo(writer, value);
        else
            _others.WriteToCleanJson(writer, value);
    }

    public void WriteToJsonWithTypes(IBufferWriter<byte> writer, object value) => _others.WriteToJsonWithTypes(writer, value);

    public void WriteToParameter(NpgsqlParameter parameter, object? value)
    {
        if (IsEvent(value))
        {
            parameter.NpgsqlDbType = NpgsqlDbType.Jsonb;
            parameter.Value = EventTypes.Write(value!);
        }
        else
        {
            _others.WriteToParameter(parameter, value);
        }
    }

    public T FromJson<T>(Stream stream) => IsEvent(typeof(T)) ? (T)FromJson(typeof(T), stream) : _others.FromJson<T>(stream);

    public T FromJson<T>(DbDataReader reader, int index) => IsEvent(typeof(T)) ? (T)FromJson(typeof(T), reader, index) : _others.FromJson<T>(reader, index);

    public object FromJson(Type type, Stream stream) => IsEvent(type) ? Read(type, BytesOf(stream)) : _others.FromJson(type, stream);

    public object FromJson(Type type, DbDataReader reader, int index) =>
        IsEvent(type) ? Read(type, reader.GetFieldValue<byte[]>(index)) : _others.FromJson(type, reader, index);

    public async ValueTask<T> FromJsonAsync<T>(Stream stream, CancellationToken cancellationToken = default) =>
        IsEvent(typeof(T)) ? FromJson<T>(stream) : await _others.FromJsonAsync<T>(stream, cancellationToken);

    public async ValueTask<T> FromJsonAsync<T>(DbDataReader reader, int index, CancellationToken cancellationToken = default) =>
        IsEvent(typeof(T)) ? FromJson<T>(reader, index) : await _others.FromJsonAsync<T>(reader, index, cancellationToken);

    public async ValueTask<object> FromJsonAsync(Type type, Stream stream, CancellationToken cancellationToken = default) =>
        IsEvent(type) ? FromJson(type, stream) : await _others.FromJsonAsync(type, stream, cancellationToken);

    public async ValueTask<object> FromJsonAsync(Type type, DbDataReader reader, int index, CancellationToken cancellationToken = default) =>
        IsEvent(type) ? FromJson(type, reader, index) : await _others.FromJsonAsync(type, reader, index, cancellationToken);

    private static bool IsEvent(object? value) => value is not null && IsEvent(value.GetType());

    private static bool IsEvent(Type type) => EventTypes.All.Any(ours => ours.Type == type);

    private static object Read(Type type, ReadOnlySpan<byte> json) => Read(EventTypes.All.Single(ours => ours.Type == type).StoredAlias, json);

    private static byte[] BytesOf(Stream stream)
    {
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
