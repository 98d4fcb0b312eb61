using Npgsql;

namespace Timeline.Service.Views;

/// <summary>
/// Where a request reads the views. Its pin binds it to one set of tables, so that all of its statements see the same one, also while others switch;
/// unbound it reads what is known to be live.
/// </summary>
internal sealed class ViewSource(NpgsqlDataSource dataSource, ViewSets sets)
{
    private ViewSet? _bound;

    public ViewSets Sets => sets;

    /// <summary>For a reader of its own, such as a command.</summary>
    public static implicit operator ViewSource(NpgsqlDataSource dataSource) => new(dataSource, new ViewSets(dataSource));

    public void Bind(ViewSet set) => _bound = set;

    public ValueTask<ViewSet> SetAsync(CancellationToken cancellation) => _bound is { } bound ? ValueTask.FromResult(bound) : sets.CurrentAsync(cancellation);

    /// <summary>A statement on the tables of the set.</summary>
    public async ValueTask<NpgsqlCommand> CommandAsync(string sql, CancellationToken cancellation) => dataSource.CreateCommand((await SetAsync(cancellation)).In(sql));

    /// <summary>A statement on the tables of another set.</summary>
    public NpgsqlCommand Command(ViewSet set, string sql) => dataSource.CreateCommand(set.In(sql));

    /// <summary>For statements that name their tables themselves, as <see cref="ViewSet.In"/> gives them.</summary>
    public NpgsqlBatch Batch() => dataSource.CreateBatch();

    /// <summary>How events are read by the version of the set.</summary>
    /// <exception cref="UnknownViewVersionException">This binary does not know it.</exception>
    public async ValueTask<Domain.EventCatalog> EventsAsync(CancellationToken cancellation) => (await SetAsync(cancellation)).KnownVersion().Events;
}
