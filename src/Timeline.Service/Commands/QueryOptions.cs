using System.CommandLine;

namespace Timeline.Service.Commands;

/// <summary>Parameters of the HTTP API as options: <c>occurredFrom</c> is <c>--occurred-from</c>.</summary>
internal static class QueryOptions
{
    /// <summary>The filters that every list takes.</summary>
    public static readonly (string Name, string Description)[] Filters =
    [
        ("actor", "Only of this actor (id or alias)."),
        ("kind", "Only deployment, treaty, statement, meeting, transfer, engagement, casualties, sanction, assessment or other."),
        ("tag", "Only with this tag."),
        ("publisher", "Only with a source of this publisher."),
        ("status", "Only reported, corroborated, disputed or retracted."),
        ("occurredFrom", "Only what happened from this date on (EDTF)."),
        ("occurredTo", "Only what happened up to this date (EDTF)."),
        ("match", "possible or definite: whether some or every reading of a date must lie there."),
        ("bbox", "Only in this box: west,south,east,north."),
        ("q", "Full text: words, \"phrases\", prefix*, OR, -not."),
        ("include", "retracted: show what is retracted too."),
    ];

    /// <summary>Gives a command the options.</summary>
    /// <returns>What reads their values, by the parameters' names, from a command line.</returns>
    public static Func<ParseResult, IReadOnlyList<(string Name, string Value)>> AddTo(Command command, IEnumerable<(string Name, string Description)> parameters)
    {
        var options = parameters.Select(parameter => (parameter.Name, Option: new Option<string[]>(OptionOf(parameter.Name)) { Description = parameter.Description })).ToList();
        foreach (var (_, option) in options)
            command.Add(option);
        return parsed => [.. options.SelectMany(pair => (parsed.GetValue(pair.Option) ?? []).Select(value => (pair.Name, value)))];
    }

    public static string OptionOf(string parameter) =>
        "--" + string.Concat(parameter.Select(letter => char.IsUpper(letter) ? $"-{char.ToLowerInvariant(letter)}" : $"{letter}"));
}
