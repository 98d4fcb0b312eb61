using Timeline.Service.Reading;

namespace Timeline.Service.Serving;

/// <summary>
/// Answers to questions that leave the pin open, kept until the log or the views change. An answer is a pure function of the request and of the
/// <see cref="LogState"/>, so that one made after a state was looked up is the answer whenever the same state is found again. Kept from the second
/// time on that something is asked, in the budget of the pinned ones.
/// </summary>
internal sealed class NewestAnswers(KeptAnswers kept, LogHeads heads)
{
    private const int OverheadOfQuestion = 512;

    /// <summary>A question whose answer is always out of date is looked after once in so many times.</summary>
    private const int MostPassedOver = 8;

    /// <summary>Where a request notes the question that it asks.</summary>
    private static readonly object Slot = new();

    public async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        if (KeptAnswers.KeyOf(context.Request) is not { } key || context.Request.Headers.ContainsKey("Accept-Datetime"))
        {
            await next(context);
            return;
        }
        var asked = new Asking(key);
        context.Items[Slot] = asked;
        if (kept.Find(key) is Question question && question.IsWorthALook() && await LookAsync(context) is { } state)
        {
            if (question.State == state)
            {
                question.Hit();
                await kept.AnswerAsync(context, question.Answer!);
                return;
            }
            asked.State = state;
        }
        await next(context);
    }

    /// <summary>Notes the question, and keeps its answer where the state of the log was looked up before that was made.</summary>
    public void Keep(HttpContext context, ReadOnlySpan<byte> body, SharedBytes? shared)
    {
        if (!context.Items.TryGetValue(Slot, out var slot) || slot is not Asking asked || !HttpMethods.IsGet(context.Request.Method)
            || context.Response.StatusCode != StatusCodes.Status200OK || context.Response.Headers.CacheControl != "no-cache" || body.Length > KeptAnswers.LargestAnswer)
            return;
        var question = kept.Find(asked.Key) as Question;
        if (question is null)
            kept.Set(asked.Key, new Question(), OverheadOfQuestion);
        else if (asked.State is { } state)
            kept.Set(asked.Key, new KeptAnswer(context.Response.Headers, body, shared), answer => new Question(question, state, answer));
    }

    /// <returns>Null where it cannot be told: then the request itself finds out why.</returns>
    private async Task<LogState?> LookAsync(HttpContext context)
    {
        try
        {
            return await heads.LookAsync().WaitAsync(context.RequestAborted);
        }
        catch (Exception)
        {
            return null;
        }
    }

    /// <param name="Key">Under what its answer is kept.</param>
    private sealed record Asking(object Key)
    {
        /// <summary>What was looked up before the answer was begun, if it was.</summary>
        public LogState? State { get; set; }
    }

    /// <summary>A question that was asked before, and its last answer. Requests share it; a lost update of its counts does no harm.</summary>
    private sealed class Question
    {
        private int _missed;
        private int _passedOver;

        public Question()
        {
        }

        public Question(Question before, LogState state, KeptAnswer answer) => (State, Answer, _missed) = (state, answer, before._missed + 1);

        public LogState? State { get; }

        public KeptAnswer? Answer { get; }

        /// <summary>Less and less often while the log changes faster than the question is asked: the look-up is then for nothing.</summary>
        public bool IsWorthALook() => ++_passedOver >= Math.Min(_missed, MostPassedOver);

        public void Hit() => (_missed, _passedOver) = (0, 0);
    }
}
