namespace Timeline.Service.Tests.Import;

/// <summary>Lines of an import.</summary>
internal static class Lines
{
    public const string Actor = """{"type":"actor","id":"ruritania","name":"Ruritania","kind":"state","aliases":["RUR"]}""";

    public static string Report(string id, string more = "") =>
        $$"""{"type":"report","id":"{{id}}","actor":"ruritania","kind":"treaty","occurred":"2024-10-23","headline":"About {{id}}","source":{"publisher":"Gazette"},"reportedAt":"2024-10-24"{{more}}}""";

    public static string Correct(string development, string headline, string day = "2024-10-25") =>
        $$"""{"type":"correct","development":"{{development}}","changes":{"headline":"{{headline}}"},"reason":"misread","source":{"publisher":"Gazette"},"reportedAt":"{{day}}"}""";

    public static string Annul(string development, string key) =>
        $$"""{"type":"annul","development":"{{development}}","event":"{{key}}","reason":"entered by mistake"}""";

    /// <summary>A key of somebody's choice, put into a line.</summary>
    public static string Keyed(string key, string line) => $$"""{"key":"{{key}}",{{line[1..]}}""";
}
