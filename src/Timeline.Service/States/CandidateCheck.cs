using Timeline.Domain.Time;
using Timeline.Service.Database;
using Timeline.Service.Views;

namespace Timeline.Service.States;

/// <summary>Finds the best candidates of some lists that hold at (knownAt, basis), with their entries; all lists together in few round trips.</summary>
internal sealed class CandidateCheck(ViewSource views, ViewSet set, Instant knownAt, long basis)
{
    private readonly Dictionary<TopList, int> _wanted = [];
    private readonly HashSet<TopList> _short = [];

    /// <summary>The entry of each that was asked for; null where it does not hold.</summary>
    private readonly Dictionary<FactKey, byte[]?> _entries = [];

    /// <summary>Asks for the best so many of a list.</summary>
    public void Want(TopList list, int count) => _wanted[list] = count;

    /// <summary>Whether a list ends before enough of it holds, and there is more that it does not know.</summary>
    public bool IsShort(TopList list) => _short.Contains(list);

    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var unknown = new HashSet<FactKey>();
            foreach (var (list, wanted) in _wanted)
            {
                if (!_short.Contains(list) && !Look(list, wanted, unknown))
                    _short.Add(list);
            }
            if (unknown.Count == 0)
                return;
            await AskAsync([.. unknown], cancellation);
        }
    }

    /// <summary>Those that hold, best first.</summary>
    public IReadOnlyList<(Candidate Candidate, byte[] Entry)> Found(TopList list) =>
    [
        .. list.Items.Select(candidate => (candidate, Entry: _entries.GetValueOrDefault(candidate.Fact)))
            .Where(found => found.Entry is not null).Take(_wanted[list]).Select(found => (found.candidate, found.Entry!)),
    ];

    /// <summary>Notes whom to ask for: as many as are missing and some more, so that a few that do not hold take no other round trip.</summary>
    /// <returns>False where the list cannot have enough.</returns>
    private bool Look(TopList list, int wanted, HashSet<FactKey> unknown)
    {
        var (hold, may) = (0, 0);
        foreach (var candidate in list.Items)
        {
            if (!_entries.TryGetValue(candidate.Fact, out var entry))
            {
                unknown.Add(candidate.Fact);
                may++;
            }
            else if (entry is not null)
            {
                hold++;
            }
            if (may == 0 ? hold == wanted : hold + may == wanted + (wanted / 8) + 2)
                return true;
        }
        return hold + may >= wanted || list.Bound is null;
    }

    private async Task AskAsync(IReadOnlyList<FactKey> keys, CancellationToken cancellation)
    {
        foreach (var key in keys)
            _entries[key] = null;
        await using var command = views.Command(set, Sql.Text("States/state_check.sql"));
        command.Parameters.Add(Sql.TextArray(keys.Select(key => key.Development)));
        command.Parameters.Add(Sql.Instants(keys.Select(key => key.KnownFrom)));
        command.Parameters.Add(Sql.Longs(keys.Select(key => key.RecordedFrom)));
        command.Parameters.Add(Sql.Value(knownAt));
        command.Parameters.Add(Sql.Value(basis));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            _entries[new FactKey(reader.GetString(0), reader.GetInstant(1), reader.GetInt64(2))] = reader.GetFieldValue<byte[]>(3);
    }
}
