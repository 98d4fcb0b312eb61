using System.Buffers;

namespace Timeline.Domain.Edtf;

/// <summary>Finds what no EDTF text can hold, so that the message can name the character.</summary>
internal static class Alphabet
{
    private static readonly SearchValues<char> Allowed = SearchValues.Create("0123456789XYESTZ-+:.,/[]{}?~%");

    public static string? ProblemIn(string text)
    {
        var index = text.AsSpan().IndexOfAnyExcept(Allowed);
        if (index < 0)
            return null;
        var character = text[index];
        var place = $"at character {index + 1}";
        if (char.IsWhiteSpace(character))
            return $"There is a blank {place}; a date has none, not even between the members of a set: [2024-10-23,2024-10-25].";
        if (Allowed.Contains(char.ToUpperInvariant(character)))
            return $"“{character}” {place} must be upper case: 2024-10-XX, 2024-10-23T14:30:00Z, Y-17E7, 1950S2.";
        return character switch
        {
            'u' => $"“u” {place} is of an older draft; an unspecified digit is X: 2024-10-XX.",
            '(' or ')' => $"“{character}” {place} is of an older draft; a qualifier stands beside its part: 2024-06~-11, 2024-~06-11.",
            _ => $"{Name(character)} {place} has no place in a date; write for example 2024-10-23, 2024-10~ or 2024-06-18/2024-06-19.",
        };
    }

    private static string Name(char character) =>
        char.IsControl(character) || char.IsSurrogate(character) ? $"U+{(int)character:X4}" : $"“{character}”";
}
