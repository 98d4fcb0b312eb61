using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Marten.Services.Json.Transformations;
using Timeline.Domain;

namespace Timeline.Marten;

/// <summary>
/// Timeline's log as Marten sees it: its tables, event types and JSON. For this host, and for any other Marten process that wants to read the
/// streams.
/// </summary>
public static class MartenLog
{
    public const string Schema = "timeline";

    /// <summary>Where Wolverine's own tables go, if somebody wants them: this host keeps no messages.</summary>
    public const string MessageSchema = "timeline_messages";

    /// <summary>
    /// Describes the log. Marten may not make or change the tables, which Timeline's own migrations make; streams, which are named by their actor's
    /// id, aggregate to <see cref="Domain.Actors.Actor"/>.
    /// </summary>
    public static void Describe(StoreOptions options)
    {
        options.DatabaseSchemaName = Schema;
        options.AutoCreateSchemaObjects = JasperFx.AutoCreate.None;
        options.Serializer(new EventSerializer());
        options.Events.DatabaseSchemaName = Schema;
        options.Events.StreamIdentity = StreamIdentity.AsString;
        options.Events.MetadataConfig.EnableAll();
        options.Events.MetadataConfig.UserNameEnabled = true;
        // The other mode lets the server number events, so that an inline projection does not know their positions.
        options.Events.AppendMode = EventAppendMode.Rich;
        // A second attempt would come without the ordering lock, and without what was written beside the events.
        options.ConfigureWritePolly(_ => { });
        foreach (var type in EventTypes.All)
            AddType(options, type);
        options.Projections.Add(new ActorProjection(), ProjectionLifecycle.Live);
    }

    private static void AddType(StoreOptions options, EventType type)
    {
        options.Events.MapEventType(type.Type, type.StoredAlias);
        for (var version = 1; version < type.Version; version++)
        {
            var older = (type with { Version = version }).StoredAlias;
            options.Events.Upcast(type.Type, older, new JsonTransformation((_, reader, index) => EventSerializer.Read(older, reader.GetFieldValue<byte[]>(index))));
        }
    }
}
