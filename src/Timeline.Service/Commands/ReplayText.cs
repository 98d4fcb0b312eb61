using System.Globalization;
using System.Text;
using System.Text.Json;
using Timeline.Domain.Knowledge;
using Timeline.Service.Views;

namespace Timeline.Service.Commands;

/// <summary>Entries and their changes in words, each on one line.</summary>
internal static class ReplayText
{
    /// <summary>When it happened and whose word it is.</summary>
    public static string Aside(JsonElement entry) =>
        OneLine($"({Text(entry.GetProperty("occurred"), "edtf")}, {Text(entry, "attribution")})");

    /// <summary>A change as <c>field: before → after</c>; of a list, what came and what went.</summary>
    public static string Of(FieldChange change)
    {
        if (change.Before?.ValueKind != JsonValueKind.Array && change.After?.ValueKind != JsonValueKind.Array)
            return OneLine($"{change.Field}: {Value(change.Field, change.Before)} → {Value(change.Field, change.After)}");
        var (before, after) = (Items(change.Field, change.Before), Items(change.Field, change.After));
        var came = after.Except(before).Select(item => $"+ {item}");
        var went = before.Except(after).Select(item => $"- {item}");
        var both = string.Join("; ", came.Concat(went));
        return OneLine($"{change.Field}: {(both.Length == 0 ? "in another order" : both)}");
    }

    /// <summary>An event as who said what, and why.</summary>
    public static string Of(ReplayCause cause)
    {
        var data = JsonElement.Parse(cause.Data);
        var who = data.TryGetProperty("source", out var source) ? $" by {Text(source, "publisher")}" : "";
        var reason = Text(data, "reason");
        return OneLine($"{cause.Type["development_".Length..].Replace('_', ' ')}{who}{(reason.Length == 0 ? "" : $": {reason}")}");
    }

    /// <summary>Without line breaks and control characters, which a terminal would obey.</summary>
    public static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '\n' or '\r' or '\t')
                line.Append(' ');
            else
                line.Append(IsPrintable(rune) ? rune.ToString() : "\uFFFD");
        }
        return line.ToString();
    }

    /// <summary>A figure's value, or its bounds.</summary>
    public static string Amount(JsonElement figure) => figure.TryGetProperty("value", out var value) ? Grouped(value)
        : (figure.TryGetProperty("min", out var min), figure.TryGetProperty("max", out var max)) switch
        {
            (true, true) => $"{Grouped(min)}–{Grouped(max)}",
            (true, false) => $"≥ {Grouped(min)}",
            _ => $"≤ {Grouped(max)}",
        };

    /// <summary>A member that is a text; empty where it is not there.</summary>
    public static string Text(JsonElement element, string member) => element.TryGetProperty(member, out var value) ? value.GetString() ?? "" : "";

    /// <summary>Characters that turn the direction of what follows are no more to be trusted than control characters.</summary>
    private static bool IsPrintable(Rune rune) =>
        !Rune.IsControl(rune) && rune.Value is not (>= 0x202A and <= 0x202E) and not (>= 0x2066 and <= 0x2069) and not 0x2028 and not 0x2029;

    private static List<string> Items(string field, JsonElement? list) => list is { } items ? [.. items.EnumerateArray().Select(item => Value(field, item))] : [];

    private static string Value(string field, JsonElement? given)
    {
        if (given is not { } value)
            return "–";
        return (field, value.ValueKind) switch
        {
            (_, JsonValueKind.String) => value.GetString()!,
            ("occurred", _) => Text(value, "edtf"),
            ("figures", _) => $"{Text(value, "measure")} {Number(value)} {Text(value, "unit")} ({Text(value, "attribution")})",
            ("sources", _) => Text(value, "publisher"),
            ("places", _) => Text(value, "name"),
            ("participants", _) => $"{Text(value, "actor")} as {Text(value, "role")}",
            ("disputes", _) => $"{Text(value, "by")}: {Text(value, "reason")}",
            ("retraction", _) => Text(value, "reason"),
            _ => value.GetRawText(),
        };
    }

    private static string Number(JsonElement figure) =>
        Text(figure, "qualifier") is { Length: > 0 } qualifier ? $"{qualifier} {Amount(figure)}" : Amount(figure);

    private static string Grouped(JsonElement number) => number.GetDecimal().ToString("#,0.#############", CultureInfo.InvariantCulture);
}
