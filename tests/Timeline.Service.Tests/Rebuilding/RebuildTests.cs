using Timeline.Service.Rebuilding;

namespace Timeline.Service.Tests.Rebuilding;

public class RebuildTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Replaying_a_random_history_gives_every_row_again_and_switches_to_it(int seed)
    {
        await using var log = await RebuildLog.WithHistoryAsync(seed, 150);
        var before = await log.RowsAsync();

        var operation = await log.RebuildAsync();

        operation.State.ShouldBe(OperationState.Succeeded, operation.Fault);
        operation.Progress.HasDifferences.ShouldBeFalse();
        (await log.LiveSchemaAsync()).ShouldBe(operation.Schema);
        (await log.RowsAsync()).ShouldBe(before);
    }
}
