namespace Timeline.Service.Tests.OpenApi;

/// <summary>The examples hold: sent in order to a service with an empty log, they get the answers that the document shows.</summary>
public sealed class WalkthroughTests(EmptyService service) : IClassFixture<EmptyService>
{
    [Fact]
    public async Task Every_example_gets_the_documented_answer_and_every_answer_fits_its_schema()
    {
        var replay = new Replay(service.Document, service.Client);

        await replay.RunAsync();

        replay.Faults.ShouldBeEmpty();
        (await SchemaCheck.FaultsAsync(service.Document.Root, replay.Fits)).ShouldBeEmpty();
    }
}
