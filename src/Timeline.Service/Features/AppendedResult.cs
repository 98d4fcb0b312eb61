using Timeline.Service.Log;
using Timeline.Service.Reading;

namespace Timeline.Service.Features;

/// <summary>The answer to an accepted call.</summary>
/// <param name="location">Where what was created is found; null for a change, which is 200.</param>
internal sealed class AppendedResult(Appended answer, Func<Appended, string>? location) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = location is null ? StatusCodes.Status200OK : StatusCodes.Status201Created;
        if (location is not null)
            response.Headers.Location = location(answer);
        response.Headers.CacheControl = "no-store";
        return Answer.WriteAsync(httpContext, body => AppendedJson.Write(body, answer));
    }
}
