using Timeline.Domain.Edtf;
using Timeline.Domain.Time;

namespace Timeline.Domain.Tests.Edtf;

public sealed class VectorTests
{
    /// <summary>Verdicts that we do not share, and why.</summary>
    private static readonly Dictionary<string, string> OtherVerdicts = new()
    {
        ["[1667, 1668, 1670..1672]"] = Blanks,
        ["[1760-01, 1760-02, 1760-12..]"] = Blanks,
        ["[1667, 1760-12]"] = Blanks,
        ["{1667,1668, 1670..1672}"] = Blanks,
        ["{1960, 1961-12}"] = Blanks,
        ["2012-21/2012-22"] = "edtf.js has seasons in intervals as an extension that is off; the specification puts a season wherever a month may be, and edtf-validate has 2003-22/2003-23 as valid",
    };

    private const string Blanks = "the specification: “No spaces are allowed, anywhere within the expression”; edtf-validate has such sets as invalid";

    /// <summary>Levels that we do not share, with ours, and why.</summary>
    private static readonly Dictionary<string, (int Level, string Why)> OtherLevels = new()
    {
        ["-0002"] = (1, NegativeYear),
        ["-9999"] = (1, NegativeYear),
        ["-04"] = (1, NegativeYear),
        ["2011-23~"] = (1, "a season stands in a month's place, and a qualifier at the end of the date is level 1; edtf-validate itself has 1952-23~/1953 there"),
    };

    private const string NegativeYear = "the specification has negative calendar years at level 1, and so does edtf-validate (-2010)";

    /// <summary>Bounds that we do not share, and why.</summary>
    private static readonly Dictionary<string, string> OtherBounds = new()
    {
        ["/2006"] = UnknownEnd,
        ["2004-06-01/"] = UnknownEnd,
        ["1984-06-02?/"] = UnknownEnd,
        ["2010-24"] = "python-edtf ends winter with the year; winter here is December to February",
    };

    private const string UnknownEnd = "python-edtf takes an unknown end as ten years off; here it reaches past every date";

    public static TheoryData<string, string> Verdicts() => Select(vector => true);

    public static TheoryData<string, string> Levels() => Select(vector => vector.Level is not null);

    public static TheoryData<string, string> DayBounds() =>
        Select(vector => vector.Bounds is not null && !vector.Edtf.Contains('T') && !OtherVerdicts.ContainsKey(vector.Edtf) && !IsNegativeOrLong(vector.Edtf));

    [Theory]
    [MemberData(nameof(Verdicts))]
    public void A_value_is_accepted_or_refused_as_the_sources_have_it(string edtf, string source)
    {
        var expected = Find(edtf, source).Verdict == "valid";
        var accepted = EdtfValue.TryParse(edtf, out _, out var problem);
        accepted.ShouldBe(OtherVerdicts.TryGetValue(edtf, out var why) ? !expected : expected, why ?? problem);
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public void The_level_is_the_lowest_whose_grammar_has_the_value(string edtf, string source)
    {
        if (EdtfValue.TryParse(edtf, out var value, out _))
            value.Level.ShouldBe(OtherLevels.TryGetValue(edtf, out var other) ? other.Level : Find(edtf, source).Level!.Value);
        else
            OtherVerdicts.ShouldContainKey(edtf);
    }

    [Theory]
    [MemberData(nameof(DayBounds))]
    public void The_bounds_are_the_first_and_last_day_that_python_edtf_has(string edtf, string source)
    {
        var bounds = Find(edtf, source).Bounds![0];
        var (first, last) = edtf.Contains('S') ? (bounds[2], bounds[3]) : (bounds[0], bounds.Length is 2 or 4 ? bounds[1] : bounds[0]);
        var value = Edtfs.Parse(edtf);
        if (OtherBounds.ContainsKey(edtf))
            (value.From, value.To).ShouldNotBe((StartOf(first), EndOf(last)));
        else
            (value.From, value.To).ShouldBe((StartOf(first), EndOf(last)));
    }

    [Fact]
    public void Every_exception_is_in_the_vectors()
    {
        var vectors = Vectors.All.Select(vector => vector.Edtf).ToHashSet();
        OtherVerdicts.Keys.Concat(OtherLevels.Keys).Concat(OtherBounds.Keys).Except(vectors).ShouldBeEmpty();
    }

    private static Instant StartOf(string day) => day == "-inf" ? Instant.MinValue : Edtfs.Day(day);

    private static Instant EndOf(string day) => day == "inf" ? Instant.MaxValue : Edtfs.Day(day).PlusMicroseconds(Instant.MicrosecondsPerDay);

    private static Vector Find(string edtf, string source) => Vectors.All.First(vector => vector.Edtf == edtf && vector.Source == source);

    /// <summary>Years that the test's own calendar, System.DateTime, does not have; they are tested by themselves.</summary>
    private static bool IsNegativeOrLong(string edtf) => edtf[0] is '-' or 'Y' || edtf.StartsWith("0000", StringComparison.Ordinal) || edtf.StartsWith("XXXX", StringComparison.Ordinal);

    private static TheoryData<string, string> Select(Func<Vector, bool> where)
    {
        var data = new TheoryData<string, string>();
        foreach (var (edtf, source) in Vectors.All.Where(where).Select(vector => (vector.Edtf, vector.Source)).Distinct())
            data.Add(edtf, source);
        return data;
    }
}
