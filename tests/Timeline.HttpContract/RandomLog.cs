namespace Timeline.HttpContract;

/// <summary>A log of random commands, legal and not, in an order that has nothing to do with known time; equal for equal seeds.</summary>
/// <param name="Positions">Of what was accepted, in order.</param>
public sealed record RandomLog(IReadOnlyList<long> Positions)
{
    /// <summary>Every kind of filter, with values that some entries have.</summary>
    public static readonly string[] Filters =
    [
        "", "actor=a-0", "actor=Wanderer", "actor=a-1&actor=a-2", "actor=latecomer", "kind=treaty&kind=meeting", "tag=t-1", "publisher=agency", "status=disputed",
        "status=retracted", "include=retracted", "occurredFrom=2024-10-04&occurredTo=2024-10-06", "occurredFrom=2024-10-04&match=definite", "bbox=130,30,140,40",
        "q=alpha", "q=-beta", "q=renamed+OR+gamma", "q=%22alpha+1%22&include=retracted", "kind=other&tag=t-0&include=retracted",
    ];

    /// <summary>Knowledge times before, at, between and after those of the log, some of them to the microsecond.</summary>
    public static readonly string[] Times =
    [
        "2024-10-09", "2024-10-10T00:00:00Z", "2024-10-11", "2024-10-12T23:59:59.999999Z", "2024-10-13T00:00:00Z", "2024-10-13T10:00:00Z", "2024-10-14", "2024-10-15",
        "2024-10-16T09:59:59.999999Z", "2024-10-17", "2024-10-20",
    ];

    private const int Developments = 14;

    private static readonly string[] Reported =
        ["2024-10-10", "2024-10-11", "2024-10-11T08:00:00Z", "2024-10-12", "2024-10-13", "2024-10-13T10:00:00Z", "2024-10-14", "2024-10-16T10:00:00Z"];

    /// <param name="moreOfActors">How many more of the actors' own commands there are, beside 20 of all kinds.</param>
    public static async Task<RandomLog> WriteAsync(HttpClient client, int seed, int commands, int moreOfActors = 0)
    {
        var random = new Random(seed);
        var positions = new List<long>();
        var byDevelopment = Enumerable.Range(0, Developments).ToDictionary(number => $"d-{number}", _ => new List<long>());
        for (var actor = 0; actor < 3; actor++)
            await SendAsync(Calls.Register($"a-{actor}"));
        for (var i = 0; i < commands; i++)
        {
            var call = Next($"d-{random.Next(Developments)}");
            if (await SendAsync(call) is { } position && byDevelopment.TryGetValue(call.Id, out var own))
                own.Add(position);
        }
        return new RandomLog(positions);

        async Task<long?> SendAsync(Call call)
        {
            using var response = await client.SendAsync(call.ToRequest());
            var answer = new Answer(response, await response.Content.ReadAsByteArrayAsync());
            if (answer.Status is 404 or 409 or 422)
                return null;
            answer.Status.ShouldBeOneOf(200, 201);
            if (positions.Count == 0 || answer.Json.Number("position") > positions[^1])
                positions.Add(answer.Json.Number("position"));
            return positions[^1];
        }

        T Any<T>(params T[] values) => values[random.Next(values.Length)];

        string Word() => $"{Any("alpha", "beta", "gamma")} {random.Next(3)}";

        Call Next(string id) => random.Next(20 + moreOfActors) switch
        {
            < 7 => Report(id),
            < 10 => Calls.Correct(id).Reported(Any(Reported)).Change(Any("headline", "summary"), Word()),
            < 12 => Calls.Correct(id).Reported(Any(Reported)).Change("tags", new[] { $"t-{random.Next(3)}" }),
            < 14 => Corroborate(id),
            14 => Calls.Dispute(id).Reported(Any(Reported)),
            15 => Calls.Retract(id).Reported(Any(Reported)),
            16 => Calls.Reinstate(id).Reported(Any(Reported)),
            < 19 => Calls.Annul(id, byDevelopment[id].Count > 0 ? Any([.. byDevelopment[id]]) : 1),
            _ => Actor(),
        };

        Call Report(string id)
        {
            var call = Calls.Report(id).By($"a-{random.Next(3)}").Reported(Any(Reported)).Headline(Word()).From(Any("Agency", "Gazette"))
                .Kind(Any("treaty", "meeting", "other")).Occurred(Any("2024-10-03", "2024-10-05", "2024-10~", "2024-10-06/..")).Tags($"t-{random.Next(3)}");
            if (random.Next(2) == 0)
                call.With($"a-{random.Next(3)}");
            if (random.Next(2) == 0)
                call.At("Sea", random.Next(25, 45), random.Next(125, 145));
            return call;
        }

        Call Corroborate(string id) => Calls.Corroborate(id).Reported(Any(Reported)).From(Any("Agency", "Second agency")).Headline(Word()).Occurred("2024-10-04").Figure("troops", random.Next(5));

        Call Actor() => random.Next(6) switch
        {
            0 => Calls.Register("latecomer"),
            1 => Calls.Describe($"a-{random.Next(3)}").Set("name", Any("Renamed", "Plain")),
            < 4 => Calls.Describe($"a-{random.Next(3)}").Set("aliases", new[] { "Wanderer" }),
            _ => Calls.Describe($"a-{random.Next(3)}").Set("aliases", Array.Empty<string>()),
        };
    }
}
