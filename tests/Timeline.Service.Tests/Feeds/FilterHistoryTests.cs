using Timeline.Domain.Knowledge;
using Timeline.Service.Views;

namespace Timeline.Service.Tests.Feeds;

/// <summary>What a filter meant from position to position.</summary>
public sealed class FilterHistoryTests
{
    private static readonly TimelineFilter Any = new();

    [Fact]
    public void Without_names_there_is_one_meaning()
    {
        var history = FilterHistory.Of(Any, 0, null, [], 100);

        history.IsConstant.ShouldBeTrue();
        Periods(history.Meanings[0]).ShouldBe("0-");
        history.Meanings[0].Filter.Actors.ShouldBeNull();
    }

    [Fact]
    public void A_name_that_always_meant_the_same_has_one_meaning()
    {
        var history = FilterHistory.Of(Any, 1, null, [new Naming(0, "a", 0, long.MaxValue)], 100);

        history.IsConstant.ShouldBeTrue();
        history.Meanings[0].Filter.Actors.ShouldBe(["a"]);
    }

    [Fact]
    public void A_name_that_moves_means_nobody_in_between_and_comes_back_to_what_it_meant()
    {
        var history = FilterHistory.Of(
            Any, 1, null, [new Naming(0, "a", 0, 10), new Naming(0, "b", 20, 30), new Naming(0, "a", 40, long.MaxValue)], 100);

        history.Meanings.Select(meaning => $"{string.Join(',', meaning.Filter.Actors!)}: {Periods(meaning)}").ShouldBe(["a: 0-10 40-", ": 10-20 30-40", "b: 20-30"]);
    }

    [Fact]
    public void What_happened_after_the_basis_changes_nothing() =>
        FilterHistory.Of(Any, 1, null, [new Naming(0, "a", 0, 101), new Naming(0, "b", 101, long.MaxValue)], 100).IsConstant.ShouldBeTrue();

    [Fact]
    public void Rows_that_follow_each_other_are_one_period()
    {
        var history = FilterHistory.Of(Any, 1, null, [new Naming(0, "a", 0, 10), new Naming(0, "a", 10, 20), new Naming(0, "a", 20, long.MaxValue)], 100);

        history.Meanings.Select(Periods).ShouldBe(["0-"]);
    }

    [Fact]
    public void The_terms_of_a_search_find_actors_apart_from_the_texts_that_name_them()
    {
        SearchQuery.TryParse("korea -navy OR fleet", out var search, out _).ShouldBeTrue();
        var history = FilterHistory.Of(Any, 2, search, [new Naming(0, "a", 0, long.MaxValue), new Naming(1, "b", 0, long.MaxValue), new Naming(2, "c", 0, 50), new Naming(4, "d", 0, long.MaxValue)], 100);

        history.Meanings.Select(Periods).ShouldBe(["0-50", "50-"]);
        foreach (var (meaning, korea) in history.Meanings.Zip(new string[][] { ["c"], [] }))
        {
            meaning.Filter.Actors.ShouldBe(["a", "b"]);
            meaning.Filter.Search!.Select(term => string.Join(',', term.Actors)).ShouldBe([string.Join(',', korea), "", "d"]);
        }
    }

    private static string Periods(UnderstoodFilter meaning) =>
        string.Join(' ', meaning.Periods.Select(period => $"{period.From}-{(period.To == long.MaxValue ? "" : period.To)}"));
}
