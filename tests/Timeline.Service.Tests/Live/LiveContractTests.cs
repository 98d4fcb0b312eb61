using Timeline.HttpContract;

namespace Timeline.Service.Tests.Live;

public class LiveContractTests(LiveHost host) : LiveContract, IClassFixture<LiveHost>
{
    protected override HttpClient Client => host.Client;
}
