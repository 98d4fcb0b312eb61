using Timeline.HttpContract;
using Timeline.Service.Tests.Support;

namespace Timeline.Marten.Tests.Contract;

/// <summary>The host on Marten, in Alba behind a real port, on a database of its own.</summary>
public sealed class MartenHost : TimelineApi
{
    private TestDatabase? log;
    private RunningMartenHost? host;

    public override TimelineApi Another() => new MartenHost();

    protected override async Task<Uri> StartAsync()
    {
        log ??= await TestDatabase.CreateAsync();
        host = await RunningMartenHost.StartAsync(log);
        return host.Address;
    }

    protected override async Task StopAsync() => await host!.DisposeAsync();

    protected override async Task DropAsync() => await log!.DisposeAsync();
}
