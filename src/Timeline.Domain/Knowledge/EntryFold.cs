using Timeline.Domain.Developments;
using Timeline.Domain.Edtf;
using Timeline.Domain.Time;

namespace Timeline.Domain.Knowledge;

/// <summary>
/// Folds the events of one development in the order of their effects, (effective time, position), and gives the entry after any of them.
/// Mutable on purpose: one pass over a history gives every state that it went through.
/// </summary>
internal sealed class EntryFold(DevelopmentHistory history, DevelopmentReported report)
{
    private static readonly EdtfValue Unknown = EdtfValue.TryParse("../..", out var value, out _) ? value : throw new InvalidOperationException();

    private static readonly DevelopmentChanges Unchanged = new();

    private readonly List<DevelopmentCorroborated> _corroborations = [];
    private readonly List<Dispute> _disputes = [];
    private readonly Instant _knownFrom = history.KnownFrom ?? report.ReportedAt;
    private bool _reportIsPublic;
    private DevelopmentChanges _changes = Unchanged;
    private SourcePatch? _sourceChange;
    private (Instant At, DateOnly? On)? _figuresCorrected;
    private (Instant At, DateOnly? On)? _sourceCorrected;
    private Retraction? _retraction;
    private int _revision;
    private Instant _revisedAt = Instant.MinValue;
    private Recorded? _newest;

    /// <summary>Counts an event, and applies it unless it is annulled.</summary>
    public void Apply(Recorded recorded)
    {
        _revision++;
        _revisedAt = Instant.Max(_revisedAt, Instant.Max(history.EffectiveAt(recorded), _knownFrom));
        if (_newest is null || recorded.Position > _newest.Position)
            _newest = recorded;
        if (!history.IsAnnulled(recorded))
            Apply(recorded.Event);
    }

    /// <summary>The report's own description, source and figures take over, at its own <c>reportedAt</c>.</summary>
    public void PublishReport()
    {
        _reportIsPublic = true;
        _revisedAt = Instant.Max(_revisedAt, report.ReportedAt);
    }

    public Entry ToEntry()
    {
        var description = _reportIsPublic ? null : _corroborations.FindLast(said => said is { Headline: not null, Occurred: not null });
        var attribution = _changes.Attribution.ApplyTo(description is null ? report.Attribution : description.Attribution)
            ?? (description?.Source ?? ReportSource() ?? report.Source).Publisher;
        var sources = Sources(attribution);
        return new Entry
        {
            Id = history.Id,
            Actor = report.Actor,
            Participants = _changes.Participants.ApplyTo(report.Participants) ?? [],
            Kind = _changes.Kind.ApplyTo(report.Kind) ?? report.Kind,
            Occurred = Parse(_changes.Occurred.ApplyTo(description is null ? report.Occurred : description.Occurred)),
            Headline = _changes.Headline.ApplyTo(description is null ? report.Headline : description.Headline) ?? report.Headline,
            Summary = _changes.Summary.ApplyTo(description is null ? report.Summary : description.Summary),
            Places = _changes.Places.ApplyTo(description is null ? report.Places : description.Places) ?? [],
            Attribution = attribution,
            Figures = Figures(attribution),
            Tags = _changes.Tags.ApplyTo(report.Tags) ?? [],
            Status = Status(sources),
            Disputes = [.. _disputes],
            Retraction = _retraction,
            KnownFrom = _knownFrom,
            Revision = _revision,
            RevisedAt = _revisedAt,
            Sources = sources,
            RecordedAt = _newest!.RecordedAt,
            Position = _newest.Position,
        };
    }

    private void Apply(DevelopmentEvent @event)
    {
        switch (@event)
        {
            case DevelopmentCorrected e:
                Correct(e);
                break;
            case DevelopmentCorroborated e:
                _corroborations.Add(e);
                break;
            case DevelopmentDisputed e:
                _disputes.Add(new Dispute(e.By, e.Reason, e.Source, e.ReportedAt, e.ReportedOn));
                break;
            case DevelopmentRetracted e:
                _retraction = new Retraction(e.Reason, e.DuplicateOf, e.Source, e.ReportedAt, e.ReportedOn);
                break;
            case DevelopmentReinstated:
                _retraction = null;
                _disputes.Clear();
                break;
        }
    }

    private void Correct(DevelopmentCorrected e)
    {
        _changes = new DevelopmentChanges
        {
            Occurred = e.Changes.Occurred.Over(_changes.Occurred),
            Kind = e.Changes.Kind.Over(_changes.Kind),
            Headline = e.Changes.Headline.Over(_changes.Headline),
            Summary = e.Changes.Summary.Over(_changes.Summary),
            Participants = e.Changes.Participants.Over(_changes.Participants),
            Places = e.Changes.Places.Over(_changes.Places),
            Figures = e.Changes.Figures.Over(_changes.Figures),
            Tags = e.Changes.Tags.Over(_changes.Tags),
            Attribution = e.Changes.Attribution.Over(_changes.Attribution),
        };
        if (e.Changes.Figures.IsPresent)
            _figuresCorrected = (e.ReportedAt, e.ReportedOn);
        if (e.Changes.Source is { IsPresent: true, Value: { } source })
        {
            _sourceChange = source.Over(_sourceChange);
            _sourceCorrected = (e.ReportedAt, e.ReportedOn);
        }
    }

    /// <summary>The report's source as corrected: there is nothing to correct before the report is public.</summary>
    private Source? ReportSource() => !_reportIsPublic ? null : _sourceChange is null ? report.Source : _sourceChange.ApplyTo(report.Source);

    private List<SourceClaim> Sources(string attribution)
    {
        var claims = new List<SourceClaim>(_corroborations.Count + 1);
        if (ReportSource() is { } source)
        {
            var (at, on) = _sourceCorrected is { } corrected && corrected.At >= report.ReportedAt ? corrected : (report.ReportedAt, report.ReportedOn);
            claims.Add(new SourceClaim(source, attribution, at, on));
        }
        foreach (var said in _corroborations)
            claims.Add(new SourceClaim(said.Source, said.Attribution ?? said.Source.Publisher, said.ReportedAt, said.ReportedOn));
        return claims;
    }

    private List<FigureClaim> Figures(string attribution)
    {
        var claims = new List<FigureClaim>();
        if (_reportIsPublic || _figuresCorrected is not null)
        {
            var (at, on) = _figuresCorrected ?? (report.ReportedAt, report.ReportedOn);
            claims.AddRange((_changes.Figures.ApplyTo(report.Figures) ?? []).Select(figure => new FigureClaim(figure, attribution, at, on)));
        }
        foreach (var said in _corroborations)
            claims.AddRange((said.Figures ?? []).Select(figure => new FigureClaim(figure, said.Attribution ?? said.Source.Publisher, said.ReportedAt, said.ReportedOn)));
        return claims;
    }

    private DevelopmentStatus Status(List<SourceClaim> sources) =>
        _retraction is not null ? DevelopmentStatus.Retracted
        : _disputes.Count > 0 ? DevelopmentStatus.Disputed
        : sources.Count > 1 && sources.Select(claim => Entry.PublisherKey(claim.Source.Publisher)).Distinct(StringComparer.Ordinal).Count() > 1 ? DevelopmentStatus.Corroborated
        : DevelopmentStatus.Reported;

    private static EdtfValue Parse(string? occurred) => EdtfValue.TryParse(occurred ?? "", out var value, out _) ? value : Unknown;
}
