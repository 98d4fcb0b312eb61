using System.Text.Json;

namespace Timeline.HttpContract;

/// <summary>Answers as maps from id to the entry's bytes, and what a diff or a frame does to them.</summary>
public static class DiffAnswers
{
    /// <summary>An answer of <c>/api/timeline</c>.</summary>
    public static Dictionary<string, string> Entries(JsonElement answer) => answer.Find("items[]").ToDictionary(IdOf, item => item.GetRawText());

    /// <summary>Applies what was learned, revised and withdrawn, and checks that it fits what it is applied to.</summary>
    public static void Apply(this Dictionary<string, string> entries, JsonElement changes)
    {
        foreach (var entry in changes.Find("learned[]"))
            entries.TryAdd(IdOf(entry), entry.GetRawText()).ShouldBeTrue($"{IdOf(entry)} was there already");
        foreach (var revision in changes.Find("revised[]"))
        {
            var (before, after) = (revision.GetProperty("before"), revision.GetProperty("after"));
            entries[IdOf(revision)].ShouldBe(before.GetRawText());
            entries[IdOf(revision)] = after.GetRawText();
            foreach (var change in revision.Find("changes[]"))
            {
                var field = change.Text("field").ShouldNotBeNull();
                change.Text("before").ShouldBe(before.Text(field));
                change.Text("after").ShouldBe(after.Text(field));
            }
        }
        foreach (var entry in changes.Find("withdrawn[]"))
        {
            entries.Remove(IdOf(entry), out var before).ShouldBeTrue($"{IdOf(entry)} was not there");
            before.ShouldBe(entry.GetRawText());
        }
    }

    /// <summary>Ids with their entries, in one order, to be compared.</summary>
    public static string[] Sorted(this Dictionary<string, string> entries) =>
        [.. entries.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value)];

    private static string IdOf(JsonElement entry) => entry.GetProperty("id").GetString()!;
}
