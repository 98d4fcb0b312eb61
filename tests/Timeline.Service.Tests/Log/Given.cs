using System.Text;
using Timeline.Domain;
using Timeline.Domain.Actors;
using Timeline.Domain.Developments;
using Timeline.Domain.Json;
using Timeline.Domain.Time;
using Timeline.Service.Log;

namespace Timeline.Service.Tests.Log;

/// <summary>Commands on their way to the log.</summary>
internal static class Given
{
    private static readonly Origin Somebody = new("somebody");

    public static readonly Source Source = new("Yonhap");

    public static Append Actor(string id, params string[] aliases) => Append(new RegisterActor(id, id.ToUpperInvariant(), ActorKind.State, aliases));

    public static Append ActorUpsert(string id, string name, params string[] aliases) => Append(new UpsertActor(id, name, ActorKind.State, aliases));

    public static Append Aliases(string actor, params string[] aliases) =>
        Append(new DescribeActor(actor, default, default, Patch<IReadOnlyList<string>>.Set(aliases)));

    public static Append Report(string id, string actor = "usa", int day = 10, string? headline = null) => Append(
        new ReportDevelopment(id, actor, DevelopmentKind.Statement, "2024-10-01", headline ?? $"Headline of {id}", null, Source, On(day)));

    public static Append Correction(string id, string headline, int day = 11) => Append(
        new CorrectDevelopment(id, new DevelopmentChanges { Headline = Patch<string>.Set(headline) }, "a mistake", Source, On(day)));

    public static Append Corroboration(string id, string publisher, int day = 11) => Append(
        new CorroborateDevelopment(id, null, new Source(publisher), On(day), null, $"{publisher} on {id}", "2024-10"));

    public static Append Dispute(string id, int day = 12) => Append(new DisputeDevelopment(id, "somebody else", "not so", Source, On(day)));

    public static Append Retraction(string id, int day = 13) => Append(new RetractDevelopment(id, "not so", Source, On(day)));

    public static Append Reinstatement(string id, int day = 14) => Append(new ReinstateDevelopment(id, "so after all", Source, On(day)));

    public static Append Annulment(string id, long position) => Append(new AnnulEvent(id, position, "entered by mistake"));

    /// <param name="request">Stands for the request's body.</param>
    public static Append WithKey(this Append append, string key, string request = "body") =>
        append with { Key = new CommandKey("somebody POST /api/developments", key, Encoding.UTF8.GetBytes(request)) };

    public static Append If(this Append append, long? version = null, params long[] positions) =>
        append with { Precondition = new Precondition(version, positions.Length == 0 ? null : positions) };

    /// <summary>A day of October 2024, at 00:00Z.</summary>
    private static ReportTime On(int day) => new(null, Instant.StartOf(new DateOnly(2024, 10, day)));

    private static Append Append(Command command) => new(command, Somebody);
}
