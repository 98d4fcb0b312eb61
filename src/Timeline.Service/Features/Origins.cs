using System.Diagnostics;
using Timeline.Service.Log;

namespace Timeline.Service.Features;

/// <summary>Who sent a request, and in what context.</summary>
internal static class Origins
{
    private const int Most = 200;

    /// <summary>
    /// The correlation is <c>X-Correlation-Id</c>, else the trace's id (W3C Trace Context); the causation is <c>X-Causation-Id</c>.
    /// </summary>
    public static Origin Of(HttpContext context) => new(
        context.User.Identity?.Name ?? "anonymous",
        Header(context, "X-Correlation-Id") ?? Activity.Current?.TraceId.ToHexString(),
        Header(context, "X-Causation-Id"));

    private static string? Header(HttpContext context, string name)
    {
        var text = context.Request.Headers[name].ToString();
        return text.Length is 0 or > Most || text.Any(character => character is < ' ' or > '~') ? null : text;
    }
}
