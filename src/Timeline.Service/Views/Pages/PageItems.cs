using Npgsql;
using Timeline.Service.Database;

namespace Timeline.Service.Views.Pages;

/// <summary>The items of a page in their order: their JSON as it came, and their places.</summary>
internal sealed class PageItems
{
    /// <summary>What stands between entries as they come: no JSON has it unescaped.</summary>
    private const byte Separator = 0x1e;

    private readonly byte[] _entries;
    private readonly int[] _ends;
    private readonly long[] _occurredFrom;

    private PageItems(byte[] entries, string[] developments, long[] occurredFrom)
    {
        (_entries, Developments, _occurredFrom, _ends) = (entries, developments, occurredFrom, new int[developments.Length]);
        for (var (i, from) = (0, 0); i < _ends.Length; i++)
        {
            var length = entries.AsSpan(from).IndexOf(Separator);
            _ends[i] = length < 0 ? entries.Length : from + length;
            if (length >= 0)
                entries[_ends[i]] = (byte)',';
            from = _ends[i] + 1;
        }
    }

    public static PageItems None { get; } = new([], [], []);

    /// <summary>The items' ids.</summary>
    public IReadOnlyList<string> Developments { get; }

    public int Count => Developments.Count;

    /// <summary>About how many bytes of memory they take.</summary>
    public int Size => _entries.Length + (Count * 96);

    /// <summary>Reads entries, developments and occurred-from from three columns.</summary>
    /// <param name="most">Items beyond that are left out.</param>
    public static PageItems Read(NpgsqlDataReader reader, int ordinal, int most)
    {
        if (reader.IsDBNull(ordinal))
            return None;
        var entries = reader.GetFieldValue<byte[]>(ordinal);
        var developments = reader.GetString(ordinal + 1).Split(' ');
        var occurredFrom = reader.GetFieldValue<long[]>(ordinal + 2);
        return new PageItems(entries, developments.Length <= most ? developments : developments[..most], occurredFrom);
    }

    /// <summary>Where the page after so many items begins.</summary>
    public PageStart After(int count) => new(Sql.ToInstant(_occurredFrom[count - 1]), Developments[count - 1]);

    /// <summary>The JSON of the first so many items, between them a comma.</summary>
    public ReadOnlyMemory<byte> Json(int count) => Count == 0 ? default(ReadOnlyMemory<byte>) : _entries.AsMemory(0, _ends[Math.Min(count, Count) - 1]);
}
