using System.Text.Encodings.Web;
using System.Text.Json;

namespace Timeline.Service.Http;

/// <summary>How a field is named in <c>errors</c>: <c>figures[0].value</c>; a name that is no plain word as <c>["its name"]</c>, shortened.</summary>
internal static class JsonPath
{
    private const int MostOfAName = 60;

    public static string Field(string parent, string name) =>
        !IsWord(name) ? $"{parent}[{Quote(name)}]" : parent.Length == 0 ? name : $"{parent}.{name}";

    public static string Item(string parent, int index) => $"{parent}[{index}]";

    /// <summary>In double quotes, with escapes, and cut off where it goes on for long.</summary>
    public static string Quote(string name)
    {
        var shown = name;
        if (name.Length > MostOfAName)
        {
            var length = char.IsHighSurrogate(name[MostOfAName - 1]) ? MostOfAName - 1 : MostOfAName;
            shown = string.Concat(name.AsSpan(0, length), "…");
        }
        return "\"" + JsonEncodedText.Encode(shown, JavaScriptEncoder.UnsafeRelaxedJsonEscaping) + "\"";
    }

    private static bool IsWord(string name) =>
        name.Length is > 0 and <= MostOfAName && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
}
