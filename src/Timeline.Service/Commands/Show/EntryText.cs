using System.Text.Json;
using Spectre.Console;

namespace Timeline.Service.Commands.Show;

/// <summary>Entries for people to read in a terminal.</summary>
internal static class EntryText
{
    public static readonly Style Faint = new(decoration: Decoration.Dim);
    public static readonly Style Bold = new(decoration: Decoration.Bold);

    /// <summary>Entries under the dates on which they occurred, in the order in which they come.</summary>
    public static void WriteByDate(Sheet sheet, IEnumerable<JsonElement> entries)
    {
        foreach (var date in entries.GroupBy(entry => ReplayText.Text(entry.GetProperty("occurred"), "edtf")))
        {
            sheet.Blank();
            sheet.Add(0, "", new Piece(Occurred(date.First().GetProperty("occurred")), Bold));
            foreach (var entry in date)
                Write(sheet, entry);
        }
    }

    public static void Write(Sheet sheet, JsonElement entry)
    {
        var status = ReplayText.Text(entry, "status");
        sheet.Add(2, "", new Piece(ReplayText.Text(entry, "kind"), Bold), new(" · ", Faint), new(status, StyleOf(status)), new($" · {ReplayText.Text(entry, "id")}", Faint));
        sheet.Add(4, "", new Piece(ReplayText.Text(entry, "headline"), status == "retracted" ? new Style(decoration: Decoration.Strikethrough) : null));
        Labelled(sheet, "actors", [string.Join("; ", Items(entry, "participants").Select(part => $"{ReplayText.Text(part, "actor")} ({ReplayText.Text(part, "role")})").Prepend(ReplayText.Text(entry, "actor")))]);
        Labelled(sheet, "figures", Items(entry, "figures").Select(Figure));
        Labelled(sheet, "disputed", Items(entry, "disputes").Select(dispute => $"by {ReplayText.Text(dispute, "by")}: {ReplayText.Text(dispute, "reason")} ({Publisher(dispute)}, {Reported(dispute)})"));
        if (entry.TryGetProperty("retraction", out var retraction))
            Labelled(sheet, "retracted", [$"{ReplayText.Text(retraction, "reason")} ({Publisher(retraction)}, {Reported(retraction)})"]);
        Labelled(sheet, "sources", [string.Join("; ", Items(entry, "sources").Select(source => $"{ReplayText.Text(source, "publisher")} {Reported(source)}"))]);
    }

    /// <summary>Short: a date, what it says, and whose word it is.</summary>
    public static void WriteLine(Sheet sheet, Piece mark, JsonElement entry, bool isGone)
    {
        sheet.Add(2, mark, new Piece(ReplayText.Text(entry, "headline"), isGone ? new Style(decoration: Decoration.Strikethrough) : null));
        sheet.Add(4, "", new Piece($"{Occurred(entry.GetProperty("occurred"))} · {ReplayText.Text(entry, "kind")} · {ReplayText.Text(entry, "attribution")} · {ReplayText.Text(entry, "id")}", Faint));
    }

    /// <summary>The date as given; how precise it is where that is not the day, and what is doubtful about it.</summary>
    public static string Occurred(JsonElement occurred)
    {
        var precision = ReplayText.Text(occurred, "precision");
        string?[] asides =
        [
            precision == "day" ? null : precision,
            occurred.GetProperty("approximate").GetBoolean() ? "approximate" : null,
            occurred.GetProperty("uncertain").GetBoolean() ? "uncertain" : null,
        ];
        var aside = string.Join(", ", asides.Where(word => word is not null));
        return ReplayText.Text(occurred, "edtf") + (aside.Length == 0 ? "" : $" ({aside})");
    }

    /// <summary>When the public could know it: the day where only that is known.</summary>
    public static string Reported(JsonElement claim) =>
        ReplayText.Text(claim, "reportedOn") is { Length: > 0 } day ? day : ReplayText.Text(claim, "reportedAt");

    /// <summary>A paragraph for each text, the label before the first.</summary>
    public static void Labelled(Sheet sheet, string label, IEnumerable<string> texts)
    {
        foreach (var text in texts.Where(text => text.Length > 0))
        {
            sheet.Add(4, new Piece($"{label,-11}", Faint), text);
            label = "";
        }
    }

    private static string Figure(JsonElement figure)
    {
        var qualifier = ReplayText.Text(figure, "qualifier");
        return $"{ReplayText.Text(figure, "measure")} {ReplayText.Amount(figure)} {ReplayText.Text(figure, "unit")}{(qualifier.Length == 0 ? "" : $" ({qualifier})")}, says {ReplayText.Text(figure, "attribution")}, {Reported(figure)}";
    }

    private static Style? StyleOf(string status) => status switch
    {
        "corroborated" => new Style(Color.Green),
        "disputed" => new Style(Color.Yellow),
        "retracted" => new Style(Color.Red),
        _ => null,
    };

    private static string Publisher(JsonElement claim) => ReplayText.Text(claim.GetProperty("source"), "publisher");

    private static JsonElement[] Items(JsonElement entry, string name) => entry.TryGetProperty(name, out var items) ? [.. items.EnumerateArray()] : [];
}
