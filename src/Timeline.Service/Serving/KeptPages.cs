using Timeline.Service.Reading;
using Timeline.Service.Views;
using Timeline.Service.Views.Pages;

namespace Timeline.Service.Serving;

/// <summary>A page.</summary>
/// <param name="KeptUnder">Under which key its items are kept; null where they are not.</param>
internal readonly record struct KeptPage(TimelinePage Page, object? KeptUnder);

/// <summary>
/// Pages that are asked for again and again as known at other times: kept as <see cref="HeldPages"/> from the second time on, in the budget of the
/// kept answers. What is left to do for another time is to look up when the answer changed last, and that nothing was written.
/// </summary>
internal sealed class KeptPages(KeptAnswers kept)
{
    private const int OverheadOfQuestion = 512;
    private const int MostOfOneQuestion = 32;

    /// <summary>A question for which nothing that is held is ever of use is tried once in so many times.</summary>
    private const int MostPassedOver = 64;

    /// <param name="list">What the question's filter was made of.</param>
    public async Task<KeptPage> ReadAsync(TimelinePages pages, ListParameters list, PageQuestion question, CancellationToken cancellation)
    {
        if (question.KnownAt is null)
            return new KeptPage(await pages.ReadAsync(question, cancellation), null);
        var set = await pages.Views.SetAsync(cancellation);
        var key = new Key(set.Id, set.Revision, list.Canonical, question.IsDescending, question.After, question.Limit, question.Basis);
        if (kept.Find(key) is not Kept before)
        {
            kept.Set(key, new Kept(null), OverheadOfQuestion);
            return new KeptPage(await pages.ReadAsync(question, cancellation), null);
        }
        if (!before.IsWorthATry())
            return new KeptPage(await pages.ReadAsync(question, cancellation), null);
        var read = await pages.ReadAsync(question, before.Held, cancellation);
        if (read.WasHeld)
            before.Hit();
        else if (read.New is null)
            before.Miss();
        else
            Keep(key, before, read.New);
        return new KeptPage(read.Page, read.WasHeld ? key : null);
    }

    private void Keep(Key key, Kept before, HeldPages read)
    {
        var all = before.Held is { } held && (held.Basis, held.Viewed) == (read.Basis, read.Viewed) ? [.. held.All, .. read.All] : read.All.ToList();
        var size = all.Sum(items => (long)items.Items.Size);
        for (; all.Count > MostOfOneQuestion || (all.Count > 1 && size > KeptAnswers.LargestAnswer); all.RemoveAt(0))
            size -= all[0].Items.Size;
        if (size <= KeptAnswers.LargestAnswer)
            kept.Set(key, new Kept(before, read with { All = all }), OverheadOfQuestion + size);
    }

    /// <param name="Set">Which tables.</param>
    /// <param name="Revision">Of which revision.</param>
    /// <param name="Filter">The filters in their one spelling.</param>
    private sealed record Key(int Set, int Revision, string Filter, bool IsDescending, PageStart? After, int Limit, long? Basis);

    /// <summary>Requests share it; a lost update of its counts does no harm.</summary>
    private sealed class Kept(HeldPages? held)
    {
        private int _missed;
        private int _passedOver;

        public Kept(Kept before, HeldPages held)
            : this(held) => _missed = before._missed + 1;

        public HeldPages? Held => held;

        /// <summary>Less and less often while each time needs items of its own.</summary>
        public bool IsWorthATry() => ++_passedOver >= Math.Min(_missed, MostPassedOver);

        public void Hit() => (_missed, _passedOver) = (0, 0);

        public void Miss() => (_missed, _passedOver) = (_missed + 1, 0);
    }
}
