using Timeline.Service.Log;
using Wolverine.Runtime;

namespace Timeline.Marten;

/// <summary>Wolverine compiles its adapter to a handler when it is first needed, which takes seconds: so it is needed before anybody writes.</summary>
internal sealed class CompiledAtStart(IWolverineRuntime runtime) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = runtime.FindInvoker(typeof(Append));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
