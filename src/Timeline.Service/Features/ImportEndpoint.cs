using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Npgsql;
using Timeline.Domain;
using Timeline.Service.Http;
using Timeline.Service.Import;
using Timeline.Service.Reading;

namespace Timeline.Service.Features;

/// <summary>
/// <c>POST /api/import</c>: a command a line, of any length in all; outcomes are answered in the order of the lines while more are read.
/// </summary>
internal static class ImportEndpoint
{
    public static void MapImport(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var importer = new Importer(services.GetRequiredService<NpgsqlDataSource>(), services.GetRequiredService<LogIdentity>(), services.GetRequiredService<IBatchWriter>());
        var lifetime = services.GetRequiredService<IHostApplicationLifetime>();
        routes.MapPost("/api/import", context => HandleAsync(context, importer, lifetime.ApplicationStopping));
    }

    private static async Task HandleAsync(HttpContext context, Importer importer, CancellationToken stopping)
    {
        var refusal = new QueryReader(context.Request).Finish()
            ?? (JsonBody.FaultInType(context.Request, NdJson.MediaType) is { } fault ? new Refusal(RefusalCode.UnsupportedMediaType, fault) : null);
        if (refusal is not null)
        {
            await Problems.Of(refusal).ExecuteAsync(context);
            return;
        }
        LiftLimits(context.Features);
        context.Response.ContentType = Answer.NdJson;
        context.Response.Headers.CacheControl = "no-store";

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        var tally = new ImportTally();
        await using var answer = new SpooledResponse(context.Response.Body, context.RequestAborted);
        Problem? problem = null;
        try
        {
            var lines = new LineReader(context.Request.BodyReader, StrictJson.MaxBytes);
            await foreach (var outcomes in importer.RunAsync(new NdJsonSource(lines), Origins.Of(context), ended.Token))
            {
                tally.Add(outcomes);
                await answer.WriteAsync(NdJson.Of(outcomes, (json, outcome) => outcome.WriteTo(json)));
            }
        }
        catch (ImportInterruptedException interrupted)
        {
            problem = Problems.Of(new Refusal(RefusalCode.Unavailable, "The database went away. What was answered before is written; send the same lines again, which is harmless."));
            context.RequestServices.GetRequiredService<ILogger<Importer>>().LogWarning("An import was interrupted: {Reason}", interrupted.Message);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested)
        {
            problem = Problems.Of(new Refusal(RefusalCode.Unavailable, "The service is stopping. What was answered before is written; send the same lines again, which is harmless."));
        }
        if (problem is not null && !answer.HasStarted)
        {
            await problem.ExecuteAsync(context);
            return;
        }
        await answer.WriteAsync(NdJson.Of([tally], (json, summary) => summary.WriteTo(json, problem)));
        await answer.CompleteAsync();
    }

    /// <summary>A line is limited, their number is not; and a client may think between two lines.</summary>
    private static void LiftLimits(IFeatureCollection features)
    {
        if (features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null;
        if (features.Get<IHttpMinRequestBodyDataRateFeature>() is { } incoming)
            incoming.MinDataRate = null;
        if (features.Get<IHttpMinResponseDataRateFeature>() is { } outgoing)
            outgoing.MinDataRate = null;
    }
}
