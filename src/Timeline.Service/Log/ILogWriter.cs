using Timeline.Domain;

namespace Timeline.Service.Log;

/// <summary>How a host appends single commands: group commit here, a Marten session there.</summary>
internal interface ILogWriter
{
    /// <summary>After each commit, before its writers are answered. For what takes no time and never throws.</summary>
    event Action? Committed;

    /// <summary>Appends one command. The answer comes when it is durable and visible to every later read.</summary>
    /// <returns>The answer or a refusal; <see cref="RefusalCode.Unavailable"/> where too many writers wait.</returns>
    Task<AppendOutcome> AppendAsync(Append append);
}
