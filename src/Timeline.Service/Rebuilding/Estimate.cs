namespace Timeline.Service.Rebuilding;

/// <summary>How far an operation is in all, and how long it will take: what its phases took of the time, measured on a million events.</summary>
/// <param name="Fraction">From 0 to 1.</param>
/// <param name="Rate">Of the present phase, a second; null where it counts nothing.</param>
internal sealed record Estimate(double Fraction, double? Rate, TimeSpan? Remaining)
{
    private const double TooEarly = 0.02;

    private static readonly (OperationPhase Phase, double Share)[] OfRebuild =
    [
        (OperationPhase.Reading, 0.58), (OperationPhase.Folding, 0.08), (OperationPhase.Indexing, 0.28), (OperationPhase.CatchingUp, 0.01),
        (OperationPhase.Comparing, 0.04), (OperationPhase.Switching, 0.01),
    ];

    private static readonly (OperationPhase Phase, double Share)[] OfVerification =
    [
        (OperationPhase.Reading, 0.72), (OperationPhase.Folding, 0.08), (OperationPhase.Indexing, 0.02), (OperationPhase.Comparing, 0.15), (OperationPhase.Repairing, 0.03),
    ];

    private static readonly (OperationPhase Phase, double Share)[] OfPart =
        [(OperationPhase.Folding, 0.6), (OperationPhase.Comparing, 0.35), (OperationPhase.Repairing, 0.05)];

    public static Estimate Of(Operation operation)
    {
        var progress = operation.Progress;
        var shares = !operation.Options.Selection.IsEverything ? OfPart : operation.Kind == OperationKind.Rebuild ? OfRebuild : OfVerification;
        var fraction = operation.State == OperationState.Succeeded ? 1 : shares.TakeWhile(phase => phase.Phase < progress.Phase).Sum(phase => phase.Share)
            + (shares.FirstOrDefault(phase => phase.Phase == progress.Phase).Share * (progress.Total is > 0 and var total ? Math.Min(1, (double)progress.Done / total) : 0));
        var inPhase = (operation.ChangedAt - operation.PhaseAt)?.TotalSeconds;
        var elapsed = operation.ChangedAt - operation.StartedAt;
        return new Estimate(
            fraction,
            inPhase > 0 && progress.Done > 0 ? progress.Done / inPhase : null,
            operation.State == OperationState.Running && fraction > TooEarly && elapsed is { } time ? time * ((1 - fraction) / fraction) : null);
    }
}
