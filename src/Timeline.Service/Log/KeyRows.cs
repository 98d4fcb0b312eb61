using System.Text.Json;
using Timeline.Service.Database;

namespace Timeline.Service.Log;

/// <summary>Used idempotency keys with the answers that were given; null where there was nothing to do.</summary>
internal static class KeyRows
{
    public const string File = "Log/append_keys.sql";

    private static readonly Rows<(CommandKey Key, Appended? Answer)> Rows = new(
        File,
        Column.Text<(CommandKey Key, Appended? Answer)>(row => row.Key.Scope),
        Column.Text<(CommandKey Key, Appended? Answer)>(row => row.Key.Key),
        Column.Bytes<(CommandKey Key, Appended? Answer)>(row => row.Key.RequestHash.ToArray()),
        Column.OptionalLong<(CommandKey Key, Appended? Answer)>(row => row.Answer?.Position),
        Column.Text<(CommandKey Key, Appended? Answer)>(row => Json(row.Answer)));

    public static void AddTo(Writes writes, IReadOnlyList<(CommandKey Key, Appended? Answer)> keys) => Rows.AddTo(writes, keys);

    public static string? Json(Appended? answer) => answer is null ? null : JsonSerializer.Serialize(answer, LogJson.Default.Appended);
}
