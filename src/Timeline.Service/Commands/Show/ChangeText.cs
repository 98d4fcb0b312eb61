using System.Text.Json;
using Spectre.Console;
using Timeline.Domain.Knowledge;
using Timeline.Service.Views;

namespace Timeline.Service.Commands.Show;

/// <summary>What changed, and why, for people to read in a terminal.</summary>
internal static class ChangeText
{
    private static readonly Style Yellow = new(Color.Yellow);

    /// <summary>The events of a development as its history tells them.</summary>
    public static void WriteHistory(Sheet sheet, IEnumerable<JsonElement> events)
    {
        sheet.Blank();
        sheet.Add(0, "", new Piece("History", EntryText.Bold));
        foreach (var told in events)
        {
            sheet.Add(2, "", new Piece(Name(told), EntryText.Bold), new($" · position {told.GetProperty("position").GetInt64()}", EntryText.Faint));
            var recordedBy = ReplayText.Text(told, "recordedBy");
            EntryText.Labelled(sheet, "reported", [EntryText.Reported(told)]);
            EntryText.Labelled(sheet, "known", [ReplayText.Text(told, "effectiveAt")]);
            EntryText.Labelled(sheet, "recorded", [$"{ReplayText.Text(told, "recordedAt")}{(recordedBy.Length == 0 ? "" : $" by {recordedBy}")}"]);
            EntryText.Labelled(sheet, "source", [Source(told)]);
            EntryText.Labelled(sheet, "claimed by", [ReplayText.Text(told, "attribution")]);
            EntryText.Labelled(sheet, "denied by", [ReplayText.Text(told, "by")]);
            EntryText.Labelled(sheet, "reason", [ReplayText.Text(told, "reason")]);
            if (told.TryGetProperty("annuls", out var annulled))
                EntryText.Labelled(sheet, "annuls", [$"the event at position {annulled.GetInt64()}"]);
            if (told.TryGetProperty("annulledBy", out var by))
                EntryText.Labelled(sheet, "annulled", [$"at position {by.GetProperty("position").GetInt64()}: {ReplayText.Text(by, "reason")}"]);
            if (told.TryGetProperty("changes", out var changes))
                WriteChanges(sheet, changes.EnumerateArray().Select(Change));
        }
    }

    /// <summary>What is learned, revised and withdrawn on the way from one answer to another.</summary>
    /// <param name="because">The events behind each, as JSON arrays by development.</param>
    public static void WriteDiff(Sheet sheet, IReadOnlyCollection<ChangedEntry> changed, IReadOnlyDictionary<string, byte[]> because)
    {
        Section("Learned", changed.Where(entry => entry.Before is null), new Piece("+ ", new Style(Color.Green)));
        Section("Revised", changed.Where(entry => entry is { Before: not null, After: not null }), new Piece("~ ", Yellow));
        Section("Withdrawn", changed.Where(entry => entry.After is null), new Piece("- ", new Style(Color.Red)));

        void Section(string title, IEnumerable<ChangedEntry> entries, Piece mark)
        {
            var all = entries.ToList();
            if (all.Count == 0)
                return;
            sheet.Blank();
            sheet.Add(0, "", new Piece($"{title}: {all.Count}", EntryText.Bold));
            foreach (var entry in all)
            {
                var shown = JsonElement.Parse(entry.After ?? entry.Before!);
                EntryText.WriteLine(sheet, mark, shown, isGone: entry.After is null);
                if (entry is { Before: { } before, After: not null })
                    WriteChanges(sheet, EntryChanges.Between(JsonElement.Parse(before), shown));
                foreach (var cause in JsonElement.Parse(because[entry.Development]).EnumerateArray())
                    sheet.Add(4, "", new Piece(Cause(cause), EntryText.Faint));
            }
        }
    }

    private static void WriteChanges(Sheet sheet, IEnumerable<FieldChange> changes)
    {
        foreach (var change in changes)
            sheet.Add(4, new Piece("~ ", Yellow), ReplayText.Of(change));
    }

    private static FieldChange Change(JsonElement change) => new(ReplayText.Text(change, "field"), Member(change, "before"), Member(change, "after"));

    private static JsonElement? Member(JsonElement change, string name) => change.TryGetProperty(name, out var value) ? value : null;

    private static string Cause(JsonElement cause)
    {
        var reason = ReplayText.Text(cause, "reason");
        var who = cause.TryGetProperty("source", out var source) ? $" by {ReplayText.Text(source, "publisher")}" : "";
        var when = EntryText.Reported(cause) is { Length: > 0 } reported ? $", {reported}" : "";
        return $"{Name(cause)}{who}{when}{(reason.Length == 0 ? "" : $": {reason}")}";
    }

    /// <summary>"development_corrected" is "corrected"; what happened to an actor's record keeps the actor.</summary>
    private static string Name(JsonElement told)
    {
        var type = ReplayText.Text(told, "type");
        return type.StartsWith("development_", StringComparison.Ordinal)
            ? type["development_".Length..].Replace('_', ' ')
            : $"{type.Replace('_', ' ')} ({ReplayText.Text(told, "actor")})";
    }

    private static string Source(JsonElement told)
    {
        if (!told.TryGetProperty("source", out var source))
            return "";
        string[] parts = [ReplayText.Text(source, "publisher"), ReplayText.Text(source, "title"), ReplayText.Text(source, "url")];
        return string.Join(", ", parts.Where(part => part.Length > 0));
    }
}
