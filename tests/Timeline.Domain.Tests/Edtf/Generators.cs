using FsCheck;
using FsCheck.Fluent;

namespace Timeline.Domain.Tests.Edtf;

internal static class Generators
{
    /// <summary>A year, month or day of 2022–2025, any of whose digits after the century may be unspecified. Some of them no calendar has.</summary>
    public static Gen<string> Date { get; } =
        from year in Gen.Elements("2022", "2023", "2024", "2025", "202X", "20X4")
        from month in Gen.Elements("01", "02", "02", "06", "10", "12", "XX", "0X", "1X", "X2")
        from day in Gen.Elements("01", "12", "28", "29", "30", "31", "XX", "2X", "3X", "X9")
        from length in Gen.Elements(4, 7, 10, 10)
        select $"{year}-{month}-{day}"[..length];

    /// <summary>Dates of any year from 0100 on, with any digit after the first two unspecified.</summary>
    public static Gen<string> AnyMask { get; } =
        from century in Gen.Choose(1, 99)
        from year in Digits(2)
        from month in Gen.Elements("01", "02", "04", "09", "11", "12", "XX", "0X", "1X", "X0", "X1", "X2", "X9")
        from day in Gen.Elements("01", "09", "19", "29", "30", "31", "XX", "0X", "1X", "2X", "3X", "X0", "X1", "X5", "X9")
        from length in Gen.Elements(4, 7, 10, 10, 10)
        select $"{century:00}{year}-{month}-{day}"[..length];

    /// <summary>Texts that are nearly values: the vectors with some characters changed, and sheer strings over the alphabet.</summary>
    public static Gen<string> NearlyEdtf { get; } = Gen.OneOf(
        from text in Gen.Elements(Vectors.All.Select(vector => vector.Edtf).Where(text => text.Length > 0).ToArray())
        from at in Gen.Choose(0, 1000)
        from character in Character
        from how in Gen.Choose(0, 2)
        select Mutate(text, at % text.Length, character, how),
        from length in Gen.Choose(0, 330)
        from characters in Gen.ArrayOf(Character, length)
        select new string(characters),
        from texts in Gen.NonEmptyListOf(Gen.Elements(Vectors.All.Select(vector => vector.Edtf).ToArray()))
        from glue in Gen.Elements("", "/", "..", ",", "T", "-")
        from wrap in Gen.Elements("{0}", "[{0}]", "{{{0}}}")
        select string.Format(null, System.Text.CompositeFormat.Parse(wrap), string.Join(glue, texts.Take(40))));

    private static Gen<char> Character => Gen.OneOf(Gen.Elements("0123456789XYESTZ-+:.,/[]{}?~%".ToCharArray()), Gen.Elements("xu ^(é\0\ud800".ToCharArray()));

    private static Gen<string> Digits(int count) => Gen.ArrayOf(Gen.Elements("0123456789XXX".ToCharArray()), count).Select(digits => new string(digits));

    private static string Mutate(string text, int at, char character, int how) => how switch
    {
        0 => text.Remove(at, 1),
        1 => text.Insert(at, character.ToString()),
        _ => text.Remove(at, 1).Insert(at, character.ToString()),
    };
}
