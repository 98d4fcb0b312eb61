using System.Collections.Frozen;

namespace Timeline.Service.Import.Formats.Gdelt;

/// <summary>The codes of CAMEO (Conflict and Mediation Event Observations) in words of our own: GDELT tells events and actors by them.</summary>
internal static class Cameo
{
    private static readonly FrozenDictionary<string, string> Countries = ReadCountries();

    /// <summary>What follows a country's three letters, or stands alone.</summary>
    private static readonly FrozenDictionary<string, (string Words, string Kind)> Roles = new Dictionary<string, (string, string)>
    {
        ["AGR"] = ("agriculture", "other"),
        ["BUS"] = ("business", "organization"),
        ["COP"] = ("police", "force"),
        ["CRM"] = ("criminals", "other"),
        ["CVL"] = ("civilians", "other"),
        ["DEV"] = ("development", "organization"),
        ["EDU"] = ("education", "organization"),
        ["ELI"] = ("elites", "other"),
        ["ENV"] = ("environment", "organization"),
        ["GOV"] = ("government", "organization"),
        ["HLH"] = ("health", "organization"),
        ["HRI"] = ("human rights", "organization"),
        ["IGO"] = ("intergovernmental organization", "organization"),
        ["IMG"] = ("international militants", "force"),
        ["INS"] = ("insurgents", "force"),
        ["INT"] = ("international", "other"),
        ["JUD"] = ("judiciary", "organization"),
        ["LAB"] = ("labour", "organization"),
        ["LEG"] = ("legislature", "organization"),
        ["MED"] = ("media", "organization"),
        ["MIL"] = ("military", "force"),
        ["MNC"] = ("multinational company", "organization"),
        ["MOD"] = ("moderates", "other"),
        ["NGM"] = ("international movement", "organization"),
        ["NGO"] = ("non-governmental organization", "organization"),
        ["OPP"] = ("opposition", "organization"),
        ["PTY"] = ("political party", "organization"),
        ["RAD"] = ("radicals", "other"),
        ["REB"] = ("rebels", "force"),
        ["REF"] = ("refugees", "other"),
        ["SEP"] = ("separatists", "force"),
        ["SET"] = ("settlers", "other"),
        ["SPY"] = ("intelligence service", "force"),
        ["UAF"] = ("armed forces, unidentified", "force"),
        ["UIS"] = ("state, unidentified", "other"),
        ["AFR"] = ("Africa", "other"),
        ["ASA"] = ("Asia", "other"),
        ["BLK"] = ("Balkans", "other"),
        ["CAS"] = ("Central Asia", "other"),
        ["CAU"] = ("Caucasus", "other"),
        ["CFR"] = ("Central Africa", "other"),
        ["CRB"] = ("Caribbean", "other"),
        ["EAF"] = ("East Africa", "other"),
        ["EEU"] = ("Eastern Europe", "other"),
        ["EIN"] = ("East Indies", "other"),
        ["EUR"] = ("Europe", "other"),
        ["LAM"] = ("Latin America", "other"),
        ["MEA"] = ("Middle East", "other"),
        ["NAF"] = ("North Africa", "other"),
        ["NMR"] = ("North America", "other"),
        ["PGS"] = ("Persian Gulf", "other"),
        ["SAF"] = ("Southern Africa", "other"),
        ["SAM"] = ("South America", "other"),
        ["SAS"] = ("South Asia", "other"),
        ["SCN"] = ("Scandinavia", "other"),
        ["SEA"] = ("South-East Asia", "other"),
        ["WAF"] = ("West Africa", "other"),
        ["WST"] = ("the West", "other"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, CameoRoot> Roots = new Dictionary<string, CameoRoot>
    {
        ["01"] = new("statement", "makes a public statement", "makes a public statement about {0}"),
        ["02"] = new("statement", "makes an appeal", "appeals to {0}"),
        ["03"] = new("statement", "says that it intends to cooperate", "says that it intends to cooperate with {0}"),
        ["04"] = new("meeting", "holds talks", "holds talks with {0}"),
        ["05"] = new("statement", "cooperates diplomatically", "cooperates diplomatically with {0}"),
        ["06"] = new("transfer", "cooperates materially", "cooperates materially with {0}"),
        ["07"] = new("transfer", "gives aid", "gives aid to {0}"),
        ["08"] = new("other", "yields", "yields to {0}"),
        ["09"] = new("other", "investigates", "investigates {0}"),
        ["10"] = new("statement", "makes a demand", "makes a demand of {0}"),
        ["11"] = new("statement", "disapproves", "disapproves of {0}"),
        ["12"] = new("statement", "rejects something", "rejects what {0} wants"),
        ["13"] = new("statement", "threatens", "threatens {0}"),
        ["14"] = new("other", "protests", "protests against {0}"),
        ["15"] = new("deployment", "shows military force", "shows military force to {0}"),
        ["16"] = new("other", "reduces relations", "reduces relations with {0}"),
        ["17"] = new("other", "coerces", "coerces {0}"),
        ["18"] = new("engagement", "assaults", "assaults {0}"),
        ["19"] = new("engagement", "fights", "fights {0}"),
        ["20"] = new("engagement", "uses mass violence", "uses mass violence against {0}"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What a root code (<c>01</c> to <c>20</c>) stands for; null for any other.</summary>
    public static CameoRoot? Root(string code) => Roots.GetValueOrDefault(code);

    /// <summary>A development's kind. Two base codes say more than their root: a signed agreement, and an embargo or sanctions.</summary>
    public static string KindOf(CameoRoot root, string baseCode) => baseCode switch
    {
        "057" => "treaty",
        "163" => "sanction",
        _ => root.Kind,
    };

    /// <summary>An actor by its code alone, so that every row that names the code names the same actor: three letters a part, the country first.</summary>
    public static (string Name, string Kind) Actor(string code)
    {
        var parts = code.Chunk(3).Select(part => new string(part)).ToList();
        var words = parts.ConvertAll(part => Countries.GetValueOrDefault(part) ?? (Roles.TryGetValue(part, out var role) ? role.Words : part));
        var name = words.Count == 1 ? words[0] : $"{words[0]} ({string.Join(", ", words.Skip(1))})";
        var kind = parts.Count == 1 && Countries.ContainsKey(code)
            ? "state"
            : parts.Select(part => Countries.ContainsKey(part) || !Roles.TryGetValue(part, out var role) ? "other" : role.Kind).FirstOrDefault(each => each != "other") ?? "other";
        return (char.ToUpperInvariant(name[0]) + name[1..], kind);
    }

    private static FrozenDictionary<string, string> ReadCountries()
    {
        using var stream = typeof(Cameo).Assembly.GetManifestResourceStream("Timeline.Service.Import.Formats.Gdelt.countries.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('\r').Split('\t')).ToFrozenDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);
    }
}

/// <param name="Kind">A development's kind.</param>
/// <param name="Alone">What the actor does, where nobody else is named.</param>
/// <param name="Towards">The same with the other one as <c>{0}</c>.</param>
internal sealed record CameoRoot(string Kind, string Alone, string Towards);
