using Timeline.Domain.Time;
using Timeline.Service.Rebuilding;
using Timeline.Service.Tests.Rebuilding;
using Timeline.Service.Views;
using Timeline.Service.Views.Pages;
using Timeline.Service.Views.Terms;
using Timeline.Service.Views.Zones;

namespace Timeline.Service.Tests.Views;

/// <summary>The blocks of terms are of one set of tables in one state: kept through a switch to equal rows, and never asked where rows may differ.</summary>
public class TermTests
{
    private static readonly TermOptions Terms = new() { PositionsOfBlock = 4, Readiness = 1_000_000, MostBehind = 1_000_000 };
    private static readonly ZoneOptions Zones = new() { FewSegments = 1 };
    private static readonly TimelineFilter Reuters = new() { Publishers = ["Reuters"], IncludeRetracted = true };

    [Fact]
    public async Task A_switch_to_equal_rows_keeps_them()
    {
        await using var log = await RebuildLog.WithHistoryAsync(5, 120);
        await ZoneKeeper.CatchUpAsync(log.Source, Zones, Terms, CancellationToken.None);
        var before = await BlocksAsync(log);
        before.ShouldNotBe("0");

        for (var i = 0; i < 2; i++)
        {
            (await log.RebuildAsync()).State.ShouldBe(OperationState.Succeeded);

            (await AreOfLiveSetAsync(log)).ShouldBeTrue();
            (await BlocksAsync(log)).ShouldBe(before);
        }
        var expected = await OneByOneAsync(log);
        expected.ShouldNotBeEmpty();
        (await PageAsync(log)).ShouldBe(expected);
    }

    [Fact]
    public async Task A_row_that_a_repair_brings_back_is_found_though_the_blocks_were_made_without_it()
    {
        await using var log = await RebuildLog.WithHistoryAsync(5, 120);
        await log.ExecuteAsync("delete from timeline.segments where publishers && '{reuters}'");
        await ZoneKeeper.CatchUpAsync(log.Source, Zones, Terms, CancellationToken.None);
        (await PageAsync(log)).ShouldBeEmpty();

        (await log.VerifyAsync(options: new OperationOptions(new Selection(), Repair: true))).Progress.Repaired.ShouldBeGreaterThan(0);

        (await AreOfLiveSetAsync(log)).ShouldBeFalse();
        var expected = await OneByOneAsync(log);
        expected.ShouldNotBeEmpty();
        (await PageAsync(log)).ShouldBe(expected);
        await ZoneKeeper.CatchUpAsync(log.Source, Zones, Terms, CancellationToken.None);
        (await AreOfLiveSetAsync(log)).ShouldBeTrue();
        (await PageAsync(log)).ShouldBe(expected);
    }

    private static Task<bool> AreOfLiveSetAsync(RebuildLog log) => log.ScalarAsync<bool>(
        "select exists (select from timeline.term_head h join timeline.view_sets v on (v.id, v.revision) = (h.set_id, h.revision) where v.replaced_at is null and h.upto > 0)");

    private static Task<string> BlocksAsync(RebuildLog log) => log.ScalarAsync<string>("select count(*) || coalesce(string_agg(t::text, chr(10) order by from_position), '') from timeline.term_blocks t");

    private static async Task<IReadOnlyList<string>> PageAsync(RebuildLog log)
    {
        var question = new PageQuestion(Instant.EndOfYear9999, await NewestAsync(log), IsSeen: true, Reuters, IsDescending: false, null, 1_000);
        return (await new TimelinePages(await ViewsAsync(log), Zones, Terms).ReadAsync(question, CancellationToken.None)).Items.Developments;
    }

    private static async Task<IReadOnlyList<string>> OneByOneAsync(RebuildLog log)
    {
        var all = new List<string>();
        await foreach (var item in new TimelineView(await ViewsAsync(log)).ReadAsync(Instant.EndOfYear9999, await NewestAsync(log), Reuters, false, null, null, CancellationToken.None))
            all.Add(item.Development);
        return all;
    }

    private static async Task<ViewSource> ViewsAsync(RebuildLog log)
    {
        await log.Sets.RefreshAsync(CancellationToken.None);
        return new ViewSource(log.Source, log.Sets);
    }

    private static Task<long> NewestAsync(RebuildLog log) => log.ScalarAsync<long>("select max(seq_id) from timeline.mt_events");
}
