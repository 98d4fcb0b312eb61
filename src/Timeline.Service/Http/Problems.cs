using Timeline.Domain;

namespace Timeline.Service.Http;

/// <summary>Makes problems out of refusals, types and bare statuses.</summary>
public static class Problems
{
    public static Problem Of(Refusal refusal, TimeSpan? retryAfter = null)
    {
        var type = ProblemTypes.For(refusal.Code);
        return new Problem(type, type.Status, refusal.Detail, refusal.Errors, retryAfter ?? type.RetryAfter);
    }

    public static Problem Of(ProblemType type, string? detail = null) =>
        new(type, type.Status, detail ?? type.When, RetryAfter: type.RetryAfter);

    /// <summary>For a status that the framework answered with, without saying more.</summary>
    public static Problem OfStatus(int status, string? detail = null)
    {
        var type = ProblemTypes.ForStatus(status);
        return new Problem(type, status, detail ?? type.When, RetryAfter: type.RetryAfter);
    }
}
