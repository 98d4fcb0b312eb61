using Alba;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Timeline.Service.Features;
using Wolverine.Http;

namespace Timeline.Marten.Tests;

/// <summary>The host as Alba's own scenarios see it.</summary>
public class ScenarioTests(TwoHosts hosts) : IClassFixture<TwoHosts>
{
    [Fact]
    public async Task An_actor_that_was_registered_is_found()
    {
        await hosts.Marten.Alba.Scenario(scenario =>
        {
            scenario.Post.Json(new { id = "andorra", name = "Andorra", kind = "state" }).ToUrl("/api/actors");
            scenario.StatusCodeShouldBe(201);
            scenario.Header("Location").SingleValueShouldEqual("/api/actors/andorra");
        });

        var found = await hosts.Marten.Alba.Scenario(scenario =>
        {
            scenario.Get.Url("/api/actors/andorra");
            scenario.StatusCodeShouldBeOk();
        });

        (await found.ReadAsTextAsync()).ShouldContain("\"name\":\"Andorra\"");
    }

    [Fact]
    public void Every_call_that_appends_is_an_endpoint_of_Wolverines()
    {
        var endpoints = hosts.Marten.Alba.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().ToList();

        foreach (var call in WriteCall.All)
            endpoints.ShouldContain(endpoint => endpoint.RoutePattern.RawText == call.Pattern && endpoint.Metadata.Any(item => item is HttpChain), call.Pattern);
    }
}
