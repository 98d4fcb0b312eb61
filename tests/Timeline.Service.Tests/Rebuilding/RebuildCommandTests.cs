using Timeline.Service.Tests.Commands;
using Timeline.Service.Tests.Log;

namespace Timeline.Service.Tests.Rebuilding;

/// <summary><c>timeline rebuild</c> and <c>timeline verify</c>, as processes of their own.</summary>
public class RebuildCommandTests
{
    [Fact]
    public async Task Both_tell_what_they_did_what_differs_and_how_to_go_on()
    {
        await using var log = await RebuildLog.CreateAsync();
        await log.WriteAsync([Given.Actor("usa"), .. Enumerable.Range(1, 5).Select(i => Given.Report($"d{i}")), Given.Correction("d3", "Corrected")]);

        var rebuilt = await RunAsync(log, "rebuild");
        var right = await RunAsync(log, "verify");
        await log.ExecuteAsync("update timeline.segments set words = 'planted' where development = 'd2'; delete from timeline.segments where development = 'd4'");
        var refused = await RunAsync(log, "rebuild", "timeline");
        var found = await RunAsync(log, "verify");
        var part = await RunAsync(log, "verify", "timeline", "--development", "d1");
        var repaired = await RunAsync(log, "verify", "--repair");
        var after = await RunAsync(log, "verify");

        (rebuilt.ExitCode, rebuilt.Error).ShouldBe((0, ""));
        rebuilt.Output.ShouldStartWith("Rebuilt timeline and actors as version 1; they serve since position 7. ");
        (right.ExitCode, right.Output[..60]).ShouldBe((0, "Timeline and actors are what the log gives, row by row. 9 ev"[..60]));
        refused.ExitCode.ShouldBe(1);
        refused.Output.ShouldContain("Timeline was not switched.");
        refused.Output.ShouldContain("timeline rebuild --accept difference");
        found.ExitCode.ShouldBe(1);
        found.Output.ShouldContain("1 missing, 0 surplus, 1 different");
        found.Output.ShouldContain("different d2 in segments: words");
        found.Output.ShouldContain("missing   d4 in segments");
        found.Output.ShouldContain("event 5");
        part.ExitCode.ShouldBe(0);
        (repaired.ExitCode, repaired.Output[..40]).ShouldBe((0, "Repaired 2 rows of timeline and actors. "));
        after.ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData("measures", "There is no projection 'measures'")]
    [InlineData("timeline --version 2", "version")]
    [InlineData("timeline --from 9 --to 3", "must not be below from")]
    [InlineData("actors --development d1", "does not apply to actors")]
    public async Task Wrong_usage_is_told_in_a_sentence(string arguments, string reason)
    {
        await using var log = await RebuildLog.CreateAsync();

        var result = await RunAsync(log, ["rebuild", .. arguments.Split(' ')]);

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain(reason);
        result.Error.ShouldNotContain("   at ");
    }

    private static Task<TimelineProcess.Result> RunAsync(RebuildLog log, params string[] arguments) => TimelineProcess.RunAsync(log.Database.ConnectionString, "", arguments);
}
