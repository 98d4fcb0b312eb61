using FsCheck;
using FsCheck.Fluent;
using Timeline.Domain.Edtf;
using Timeline.Domain.Time;

namespace Timeline.Domain.Tests.Edtf;

public sealed class OccurredWindowTests
{
    private static readonly Gen<string> Existing = Generators.Date.Where(date => ChoiceOracle.Choices(date).Count > 0);

    private static readonly Gen<string?> Bound = Gen.OneOf(Existing.Select(string? (date) => date), Existing.Select(string? (date) => date), Gen.Constant((string?)null));

    [Fact]
    public void Definite_is_when_every_choice_of_the_value_overlaps_every_choice_of_the_window() =>
        Check((value, window, overlaps) => window.DefinitelyOverlaps(value).ShouldBe(overlaps.All(overlap => overlap)));

    [Fact]
    public void Possible_is_when_some_choice_of_a_value_without_gaps_overlaps_some_choice_of_the_window() =>
        Check((value, window, overlaps) =>
        {
            if (HasGaps(value.Text))
                (overlaps.Any(overlap => overlap) && !window.PossiblyOverlaps(value)).ShouldBeFalse();
            else
                window.PossiblyOverlaps(value).ShouldBe(overlaps.Any(overlap => overlap));
        });

    [Theory]
    [InlineData("2024-10-23", "2024-10-23", "2024-10-24", false, false)]
    [InlineData("2024-10-23", "2024-10-23", "2024-10-23T23:59:59Z", true, true)]
    [InlineData("2024-10", "2024-10", "[2024-09,2024-12]", true, false)]
    [InlineData("2024-10", "2024-10", "[2024-09..2024-12]", true, false)]
    [InlineData("2024-10", "2024-10", "2024-XX-12", true, false)]
    [InlineData("2024", "2024", "2024-XX-12", true, true)]
    [InlineData("2024", null, "2023-06~/..", true, true)]
    [InlineData("2024", null, "2023-06/", true, false)]
    [InlineData(null, "2022", "../2023", true, true)]
    [InlineData(null, "2022", "/2023", true, false)]
    [InlineData(null, "2024", "[..1984]", true, true)]
    [InlineData("1980", "2024", "[..1984]", true, false)]
    [InlineData("1700", null, "[1760-12..]", true, true)]
    [InlineData("1700", "2024", "[1760-12..]", true, false)]
    [InlineData(null, null, "../..", true, true)]
    [InlineData(null, null, "Y17E7", true, true)]
    [InlineData(null, null, "Y-17E7", true, true)]
    [InlineData(null, null, "/..", true, true)]
    [InlineData("2023/2025", "2023/2025", "2024", true, true)]
    [InlineData("202X", "2024", "2020/2030", true, false)]
    [InlineData("2025", "2023", "2020/2030", false, false)]
    public void A_window_overlaps_half_open(string? from, string? to, string value, bool possible, bool definite)
    {
        var window = Window(from, to);
        (window.PossiblyOverlaps(Edtfs.Parse(value)), window.DefinitelyOverlaps(Edtfs.Parse(value))).ShouldBe((possible, definite));
    }

    [Theory]
    [InlineData("2025", "2023", true)]
    [InlineData("2025", "2025", false)]
    [InlineData("202X", "2024", false)]
    [InlineData(null, null, false)]
    public void A_window_whose_end_lies_before_its_start_is_empty(string? from, string? to, bool empty) => Window(from, to).IsEmpty.ShouldBe(empty);

    private static OccurredWindow Window(string? from, string? to) =>
        new(from is null ? null : Edtfs.Parse(from), to is null ? null : Edtfs.Parse(to));

    /// <summary>Only digits unspecified at the right leave no gaps.</summary>
    private static bool HasGaps(string date) => date.TrimEnd('X', '-').Contains('X') || date.EndsWith("X-XX", StringComparison.Ordinal);

    /// <summary>Runs the body with a value, a window, and whether they overlap, for every choice of the value and of both ends of the window.</summary>
    private static void Check(Action<EdtfValue, OccurredWindow, IReadOnlyList<bool>> body)
    {
        var cases = from value in Existing from window in Bound.Two() select (value, window.Item1, window.Item2);
        Prop.ForAll(cases.ToArbitrary(), ((string Value, string? From, string? To) it) =>
        {
            List<Instant> starts = it.From is null ? [Instant.MinValue] : [.. ChoiceOracle.Choices(it.From).Select(choice => choice.Start)];
            List<Instant> ends = it.To is null ? [Instant.MaxValue] : [.. ChoiceOracle.Choices(it.To).Select(choice => choice.End)];
            var overlaps = from choice in ChoiceOracle.Choices(it.Value)
                           from start in Sample(starts)
                           from end in Sample(ends)
                           select start < end && choice.Start < end && choice.End > start;
            body(Edtfs.Parse(it.Value), Window(it.From, it.To), [.. overlaps]);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));
    }

    /// <summary>The first, the last and some between, so that the product stays small.</summary>
    private static IEnumerable<Instant> Sample(List<Instant> all) => all.Where((_, i) => i == 0 || i == all.Count - 1 || i % (1 + (all.Count / 8)) == 0);
}
