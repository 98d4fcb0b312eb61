using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Timeline.Domain;
using Timeline.Domain.Actors;
using Timeline.Domain.Developments;
using Timeline.Domain.Edtf;
using Timeline.Domain.Knowledge;
using Timeline.Service.Http;
using Timeline.Service.Tests.Seeds;

namespace Timeline.Service.Tests.OpenApi;

/// <summary>The document says what the code does, and is OpenAPI 3.1.</summary>
public sealed class DocumentTests(EmptyService service) : IClassFixture<EmptyService>
{
    private JsonNode Schemas => service.Document.Root["components"]!["schemas"]!;

    [Fact]
    public async Task It_is_OpenAPI_3_1() => (await SchemaCheck.FaultsAsync(service.Document.Root, [])).ShouldBeEmpty();

    [Fact]
    public async Task What_is_not_OpenAPI_is_found_out()
    {
        var broken = service.Document.Root.DeepClone().AsObject();
        broken["paths"]!["/api/timeline"]!["get"]!["responses"] = "soon";

        (await SchemaCheck.FaultsAsync(broken, [new Fit("a basis", Schemas["Position"]!, 0)])).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Every_line_of_the_seeds_is_a_line_of_an_import() =>
        (await SchemaCheck.FaultsAsync(service.Document.Root, [.. SeedFiles.Lines.Select(line => new Fit(line.Where, Reference("ImportLine"), JsonNode.Parse(line.Text)))])).ShouldBeEmpty();

    [Fact]
    public void Every_route_is_described_and_everything_described_is_a_route()
    {
        var mapped = service.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(route => route.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Select(method => $"{method} {route.RoutePattern.RawText!.Replace("{**", "{", StringComparison.Ordinal)}"));

        service.Document.Operations.Select(operation => $"{operation}").Order().ShouldBe(mapped.Order());
    }

    [Fact]
    public void Operations_have_different_ids() => service.Document.Operations.Select(operation => operation.Id).ShouldBeUnique();

    [Fact]
    public void Every_operation_that_answers_in_JSON_has_an_example() => service.Document.Operations
        .Where(operation => operation.Method != "HEAD" && operation.Id != "getOpenApi" && operation.Node["responses"]?["200"]?["content"]?["text/html"] is null)
        .Select(operation => operation.Id)
        .Except(service.Document.Walkthrough.Select(step => step.Operation.Id))
        .ShouldBeEmpty();

    /// <summary>All but a citation's, which are those of what is cited.</summary>
    [Fact]
    public async Task Every_query_parameter_that_is_read_is_described_and_the_reverse()
    {
        foreach (var operation in service.Document.Operations.Where(operation => operation.Method == "GET" && operation.Path.StartsWith("/api/", StringComparison.Ordinal) && operation.Id != "getCitation"))
        {
            using var answer = await service.Client.GetAsync(new Uri(Concrete(operation.Path) + "?unheard-of=1", UriKind.Relative));

            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, $"{operation}");
            var known = (await KnownAsync(answer, "unheard-of")).ToList();
            service.Document.QueryParameters(operation).Except(known).ShouldBeEmpty($"{operation}");
            foreach (var undescribed in known.Except(service.Document.QueryParameters(operation)))
                await ShouldBeRefusedAsync(operation, undescribed);
        }
    }

    [Fact]
    public async Task Every_field_that_is_read_is_described_and_the_reverse()
    {
        foreach (var operation in service.Document.Operations.Where(operation => operation.Node["requestBody"]?["content"]?["application/json"] is not null))
        {
            using var request = new HttpRequestMessage(new HttpMethod(operation.Method), Concrete(operation.Path)) { Content = JsonContent.Create(new Dictionary<string, int> { ["unheardOf"] = 1 }) };
            using var answer = await service.Client.SendAsync(request);

            answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, $"{operation}");
            var schema = operation.Node["requestBody"]!["content"]!["application/json"]!["schema"]!;
            (await KnownAsync(answer, "unheardOf")).ShouldBe(service.Document.Properties(schema), ignoreOrder: true, $"{operation}");
        }
    }

    [Fact]
    public void Limits_are_those_of_the_domain()
    {
        Length("Name").ShouldBe(Limits.Name);
        Length("Headline").ShouldBe(Limits.Headline);
        Length("Summary").ShouldBe(Limits.Summary);
        Length("Reason").ShouldBe(Limits.Reason);
        Length("Attribution").ShouldBe(Limits.Attribution);
        Length("Url").ShouldBe(Limits.Url);
        Length("Edtf").ShouldBe(Limits.Occurred);
        Length("SourceFields", "title").ShouldBe(Limits.Title);
        Length("Participant", "role").ShouldBe(Limits.Role);
        Length("FigureFields", "measure").ShouldBe(Limits.Measure);
        Length("FigureFields", "unit").ShouldBe(Limits.Unit);
        Length("FigureFields", "qualifier").ShouldBe(Limits.Qualifier);
        ((int)Schemas["Tags"]!["items"]!["maxLength"]!).ShouldBe(Limits.Tag);
        new[] { "Participants", "Places", "Figures", "Tags", "Aliases" }.ShouldAllBe(list => (int)Schemas[list]!["maxItems"]! == Limits.Items);
    }

    [Fact]
    public void Names_are_those_of_the_domain()
    {
        Names(Schemas["DevelopmentKind"]).ShouldBe(Enum.GetValues<DevelopmentKind>().Select(EntryJson.NameOf));
        Names(Schemas["DevelopmentStatus"]).ShouldBe(Enum.GetValues<DevelopmentStatus>().Select(EntryJson.NameOf));
        Names(Schemas["ActorKind"]).ShouldBe(Enum.GetValues<ActorKind>().Select(EntryJson.NameOf));
        Names(Schemas["Occurred"]!["properties"]!["precision"]).ShouldBe(Enum.GetValues<EdtfPrecision>().Select(EntryJson.NameOf));
        Names(Schemas["EventType"]).ShouldBe(EventTypes.All.Select(type => type.Alias));
    }

    [Fact]
    public void A_refusal_has_the_status_of_its_type()
    {
        var types = ProblemTypes.All.ToDictionary(type => type.Uri);
        var answers = service.Document.Root["components"]!["responses"]!.AsObject().Select(answer => answer.Value!["content"]?["application/problem+json"]?["schema"]?["properties"]).OfType<JsonObject>().ToList();

        answers.Count.ShouldBe(11);
        foreach (var answer in answers)
            (Names(answer["type"]) ?? [(string)answer["type"]!["const"]!]).ShouldAllBe(type => types[type].Status == (int)answer["status"]!["const"]!);
    }

    [Fact]
    public async Task It_is_revalidated_by_its_ETag()
    {
        using var first = await service.Client.GetAsync(new Uri("/openapi/v1.json", UriKind.Relative));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json") { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        using var again = await service.Client.SendAsync(request);

        first.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        first.Headers.CacheControl!.NoCache.ShouldBeTrue();
        again.StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    /// <summary>Where an order makes no sense, it is read to be refused with a reason.</summary>
    private async Task ShouldBeRefusedAsync(Operation operation, string parameter)
    {
        parameter.ShouldBe("order", $"{operation}");
        using var answer = await service.Client.GetAsync(new Uri(Concrete(operation.Path) + "?order=asc", UriKind.Relative));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, $"{operation}");
    }

    private static JsonObject Reference(string schema) => new() { ["$ref"] = $"#/components/schemas/{schema}" };

    private int Length(string schema, string? property = null) => (int)(property is null ? Schemas[schema]! : Schemas[schema]!["properties"]![property]!)["maxLength"]!;

    private static IEnumerable<string>? Names(JsonNode? schema) => (schema?["enum"] as JsonArray)?.Select(name => (string)name!);

    private static string Concrete(string path) => path.Replace("{id}", "nobody", StringComparison.Ordinal).Replace("{measure}", "none", StringComparison.Ordinal);

    /// <summary>The names that a refusal of an unknown one lists.</summary>
    private static async Task<IEnumerable<string>> KnownAsync(HttpResponseMessage answer, string unknown)
    {
        var message = (string)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["errors"]![unknown]![0]!;
        return message.Split("Known are: ") is [_, var known] ? known.Split(", ") : [];
    }
}
