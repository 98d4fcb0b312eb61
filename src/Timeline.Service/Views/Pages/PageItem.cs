using Npgsql;
using Timeline.Service.Database;

namespace Timeline.Service.Views.Pages;

/// <summary>An item of a page: its JSON as it came, and its place in the order.</summary>
internal readonly record struct PageItem(byte[] Json, PageStart Place)
{
    /// <summary>Reads entry, development and occurred-from from three columns.</summary>
    public static PageItem Read(NpgsqlDataReader reader, int ordinal) =>
        new(reader.GetFieldValue<byte[]>(ordinal), new PageStart(reader.GetInstant(ordinal + 2), reader.GetString(ordinal + 1)));
}
