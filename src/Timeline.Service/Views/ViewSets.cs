using Npgsql;
using Timeline.Service.Database;

namespace Timeline.Service.Views;

/// <summary>
/// The sets of view tables that this process knows of. Another process may have switched since: whoever reads beyond what was seen before asks the
/// database which set is live, in the same statement that tells the head, and writers are checked under the ordering lock.
/// </summary>
internal sealed class ViewSets(NpgsqlDataSource dataSource, ViewVersions? versions = null)
{
    private IReadOnlyList<ViewSet>? _sets;
    private Seen? _seen;

    /// <summary>What this binary can write and serve.</summary>
    public ViewVersions Versions { get; } = versions ?? ViewVersions.Shipped;

    /// <summary>After other tables, or other rows of them, were found to be live.</summary>
    public event Action? Changed;

    /// <summary>What is known to be live.</summary>
    public async ValueTask<ViewSet> CurrentAsync(CancellationToken cancellation) => (Volatile.Read(ref _sets) ?? await RefreshAsync(cancellation))[0];

    /// <summary>The newest set of a view version that is still kept, or null.</summary>
    public async ValueTask<ViewSet?> FindAsync(int version, CancellationToken cancellation) =>
        (Volatile.Read(ref _sets) ?? await RefreshAsync(cancellation)).FirstOrDefault(set => set.Number == version && set.Version is not null);

    /// <summary>Asks the database; the live one comes first.</summary>
    public async Task<IReadOnlyList<ViewSet>> RefreshAsync(CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand(Sql.Text("Views/view_sets.sql"));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var sets = new List<ViewSet>();
        while (await reader.ReadAsync(cancellation))
        {
            sets.Add(new ViewSet(reader.GetInt32(0), reader.GetInt32(1), reader.GetInt32(2), reader.GetString(3), reader.GetString(4), reader.GetOptionalLong(5))
            {
                Version = Versions.Find(reader.GetInt32(2)),
            });
        }
        // The same object as before where nothing has changed: it holds texts.
        var known = Volatile.Read(ref _sets) ?? [];
        sets = [.. sets.Select(set => known.FirstOrDefault(same => (same.Id, same.Revision, same.LastPosition, same.TimelineSchema, same.ActorsSchema)
            == (set.Id, set.Revision, set.LastPosition, set.TimelineSchema, set.ActorsSchema)) ?? set)];
        Volatile.Write(ref _sets, sets);
        if (known.Count > 0 && known[0] != sets[0])
            Changed?.Invoke();
        return sets;
    }

    /// <summary>Whether a set is known to hold everything up to a position: it was live when that was there already.</summary>
    public bool HasSeen(ViewSet set, long position) => Volatile.Read(ref _seen) is { } seen && seen.Set == set.Id && position <= seen.Position;

    /// <summary>Notes that the log had come to a position while a set was live.</summary>
    public void Note(ViewSet set, long position)
    {
        if (Volatile.Read(ref _seen) is not { } seen || seen.Set != set.Id || seen.Position < position)
            Volatile.Write(ref _seen, new Seen(set.Id, position));
    }

    private sealed record Seen(int Set, long Position);
}
