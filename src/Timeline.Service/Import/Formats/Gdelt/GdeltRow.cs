using System.Globalization;
using System.Text;

namespace Timeline.Service.Import.Formats.Gdelt;

/// <summary>
/// A row of a GDELT 2.0 event export (event codebook 2.0): 61 columns parted by tabs, without a header, UTF-8. Columns are named and counted
/// from 1 as in the codebook.
/// </summary>
internal sealed record GdeltRow(
    long Id, DateOnly Day, DateTime Added, string? Actor1, string? Actor2, string EventCode, string BaseCode, CameoRoot Root,
    decimal? GoldsteinScale, int Mentions, int Sources, int Articles, decimal? Tone, GdeltPlace? Place, string SourceUrl)
{
    public const int Columns = 61;

    /// <summary>Reads a row; null where anything is wrong with it, which <paramref name="problems"/> then tells.</summary>
    public static GdeltRow? Read(ReadOnlySpan<byte> utf8, out IReadOnlyList<string> problems)
    {
        if (!System.Text.Unicode.Utf8.IsValid(utf8))
            return Refuse("the row has bytes that are not UTF-8", out problems);
        var cells = Encoding.UTF8.GetString(utf8).Split('\t');
        if (string.Equals(cells[0], "GLOBALEVENTID", StringComparison.OrdinalIgnoreCase))
            return Refuse("this is a row of column names; GDELT's exports have none", out problems);
        if (cells.Length != Columns)
            return Refuse(string.Create(CultureInfo.InvariantCulture, $"the row has {cells.Length} columns parted by tabs; a GDELT 2.0 event export has {Columns}"), out problems);

        var found = new List<string>();
        var reader = new Cells(cells, found);
        var row = new GdeltRow(
            reader.Whole(1, "GLOBALEVENTID", isRequired: true),
            DateOnly.FromDateTime(reader.Time(2, "SQLDATE", "yyyyMMdd")),
            reader.Time(60, "DATEADDED", "yyyyMMddHHmmss"),
            reader.Code(6, "Actor1Code"),
            reader.Code(16, "Actor2Code"),
            cells[26],
            cells[27],
            Cameo.Root(cells[28]) ?? reader.Fail<CameoRoot>(29, "EventRootCode", "is no root code of CAMEO, 01 to 20")!,
            reader.Number(31, "GoldsteinScale"),
            (int)reader.Whole(32, "NumMentions"),
            (int)reader.Whole(33, "NumSources"),
            (int)reader.Whole(34, "NumArticles"),
            reader.Number(35, "AvgTone"),
            reader.Place(),
            reader.Required(61, "SOURCEURL"));
        if (row.Actor1 is null && row.Actor2 is null)
            found.Add("columns 6 (Actor1Code) and 16 (Actor2Code) are both empty: the row names no actor");
        problems = found;
        return found.Count == 0 ? row : null;
    }

    private static GdeltRow? Refuse(string problem, out IReadOnlyList<string> problems)
    {
        problems = [problem];
        return null;
    }

    private readonly record struct Cells(string[] All, List<string> Problems)
    {
        public T? Fail<T>(int column, string name, string fault)
        {
            var text = All[column - 1];
            Problems.Add(string.Create(CultureInfo.InvariantCulture, $"column {column} ({name}) {fault}: '{(text.Length > 60 ? text[..60] + "…" : text)}'"));
            return default;
        }

        public string Required(int column, string name) => string.IsNullOrWhiteSpace(All[column - 1]) ? Fail<string>(column, name, "is empty") ?? "" : All[column - 1];

        public long Whole(int column, string name, bool isRequired = false) =>
            All[column - 1].Length == 0 && !isRequired ? 0
            : long.TryParse(All[column - 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && (isRequired || number <= int.MaxValue) ? number
            : Fail<long>(column, name, "is no whole number");

        public decimal? Number(int column, string name) =>
            All[column - 1].Length == 0 ? null
            : decimal.TryParse(All[column - 1], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
            : Fail<decimal?>(column, name, "is no number");

        public DateTime Time(int column, string name, string format) =>
            DateTime.TryParseExact(All[column - 1], format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
                ? time
                : Fail<DateTime>(column, name, $"is no {(format.Length > 8 ? "time" : "day")} of the form {format}");

        public string? Code(int column, string name)
        {
            var code = All[column - 1];
            return code.Length == 0 ? null : code.Length <= 60 && code.All(char.IsAsciiLetterOrDigit) ? code.ToUpperInvariant() : Fail<string>(column, name, "is no code of letters");
        }

        public GdeltPlace? Place()
        {
            if (All[52].Length == 0)
                return null;
            var (latitude, longitude) = (Number(57, "ActionGeo_Lat"), Number(58, "ActionGeo_Long"));
            if (latitude is < -90 or > 90)
                Fail<decimal>(57, "ActionGeo_Lat", "is not within -90 and 90");
            if (longitude is < -180 or > 180)
                Fail<decimal>(58, "ActionGeo_Long", "is not within -180 and 180");
            return new GdeltPlace(All[52], longitude is null ? null : latitude, latitude is null ? null : longitude);
        }
    }
}

/// <summary>Where it happened; both coordinates in degrees (WGS 84), or neither.</summary>
internal sealed record GdeltPlace(string Name, decimal? Latitude, decimal? Longitude);
