namespace Timeline.Service.Serving;

/// <summary>Answers from what is kept, before anything else is asked.</summary>
internal static class ServingExtensions
{
    /// <summary>Where a request notes under what its answer may be kept.</summary>
    private static readonly object Slot = new();

    public static IApplicationBuilder UseKeptAnswers(this IApplicationBuilder app)
    {
        var kept = app.ApplicationServices.GetRequiredService<KeptAnswers>();
        var newest = app.ApplicationServices.GetRequiredService<NewestAnswers>();
        var traffic = app.ApplicationServices.GetRequiredService<Traffic>();
        return app.Use(next => context =>
        {
            traffic.Note();
            if (!KeptAnswers.MayBePinned(context.Request))
                return newest.AnswerAsync(context, next);
            if (KeptAnswers.KeyOf(context.Request) is not { } key)
                return next(context);
            if (kept.Find(key) is KeptAnswer answer)
                return kept.AnswerAsync(context, answer);
            context.Items[Slot] = key;
            return next(context);
        });
    }

    /// <summary>Keeps the answer that has just been sent, if it was pinned, or is asked for again and again.</summary>
    public static void Keep(HttpContext context, ReadOnlySpan<byte> body, SharedBytes? shared)
    {
        if (context.Items.TryGetValue(Slot, out var key) && HttpMethods.IsGet(context.Request.Method))
            context.RequestServices.GetRequiredService<KeptAnswers>().Keep(key!, context.Response, body, shared);
        else
            context.RequestServices.GetRequiredService<NewestAnswers>().Keep(context, body, shared);
    }
}
