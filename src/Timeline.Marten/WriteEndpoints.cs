using Timeline.Service.Features;
using Wolverine.Http;

namespace Timeline.Marten;

/// <summary>The calls that append, as Wolverine's endpoints. What their bodies mean and what is answered is the same on each host.</summary>
public static class WriteEndpoints
{
    [WolverinePost("/api/actors")]
    public static Task<IResult> Register(HttpContext context, [NotBody] MartenWriter writer) => WriteCall.RegisterActor.AnswerAsync(context, writer.AppendAsync);

    [WolverinePatch("/api/actors/{id}")]
    public static Task<IResult> Describe(HttpContext context, [NotBody] MartenWriter writer) => WriteCall.DescribeActor.AnswerAsync(context, writer.AppendAsync);

    [WolverinePost("/api/developments")]
    public static Task<IResult> Report(HttpContext context, [NotBody] MartenWriter writer) => WriteCall.Report.AnswerAsync(context, writer.AppendAsync);

    [WolverinePost("/api/developments/{id}/corrections")]
    public static Task<IResult> Correct(HttpContext context, [NotBody] MartenWriter writer) => WriteCall.Correct.AnswerAsync(context, writer.AppendAsync);

    [WolverinePost("/api/developments/{id}/corroborations")]
    public static Task<IResult> Corroborate(HttpContext context, [NotBody] MartenWriter writer) => WriteCall.Corroborate.AnswerAsync(context, writer.AppendAsync);

    [WolverinePost("/api/developments/{id}/disputes")]
    public static Task<IResult> Dispute(HttpContext context, [NotBody] MartenWriter writer) => WriteCall.Dispute.AnswerAsync(context, writer.AppendAsync);

    [WolverinePost("/api/developments/{id}/retractions")]
    public static Task<IResult> Retract(HttpContext context, [NotBody] MartenWriter writer) => WriteCall.Retract.AnswerAsync(context, writer.AppendAsync);

    [WolverinePost("/api/developments/{id}/reinstatements")]
    public static Task<IResult> Reinstate(HttpContext context, [NotBody] MartenWriter writer) => WriteCall.Reinstate.AnswerAsync(context, writer.AppendAsync);

    [WolverinePost("/api/developments/{id}/annulments")]
    public static Task<IResult> Annul(HttpContext context, [NotBody] MartenWriter writer) => WriteCall.Annul.AnswerAsync(context, writer.AppendAsync);
}
