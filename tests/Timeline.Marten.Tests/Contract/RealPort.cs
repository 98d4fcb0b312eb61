using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Logging;

namespace Timeline.Marten.Tests.Contract;

/// <summary>
/// A port in front of Alba's server, which has none: requests come in and answers go out as bytes, with all that a real server makes of them (an
/// empty header, HEAD, a client that hangs up).
/// </summary>
internal sealed class RealPort : IAsyncDisposable
{
    private readonly WebApplication _front;

    private RealPort(WebApplication front) => _front = front;

    public Uri Address => new(_front.Urls.Single());

    public static async Task<RealPort> OpenAsync(TestServer server)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
        });
        var front = builder.Build();
        front.Run(context => ForwardAsync(context, server));
        await front.StartAsync();
        return new RealPort(front);
    }

    public ValueTask DisposeAsync() => _front.DisposeAsync();

    private static async Task ForwardAsync(HttpContext context, TestServer server)
    {
        var inner = await server.SendAsync(forwarded => Copy(context.Request, forwarded), context.RequestAborted);
        var response = context.Response;
        response.StatusCode = inner.Response.StatusCode;
        foreach (var header in inner.Response.Headers)
            response.Headers[header.Key] = header.Value;
        try
        {
            // An event stream's headers are of use before its first event.
            await response.StartAsync(context.RequestAborted);
            await inner.Response.Body.CopyToAsync(response.Body, context.RequestAborted);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            context.Abort();
        }
    }

    private static void Copy(HttpRequest from, HttpContext to)
    {
        var request = to.Request;
        (request.Method, request.Protocol, request.Scheme, request.Host) = (from.Method, from.Protocol, from.Scheme, from.Host);
        (request.Path, request.QueryString, request.Body) = (from.Path, from.QueryString, from.Body);
        to.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = from.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        to.Connection.RemoteIpAddress = IPAddress.Loopback;
        foreach (var header in from.Headers)
            request.Headers[header.Key] = header.Value;
    }
}
