using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Timeline.Service.Commands;

/// <summary>What <c>--help</c> says beyond the list of commands and options.</summary>
internal static class HelpText
{
    private const string Everywhere = """
        Settings, for every command (as an argument, or as an environment variable with __ for each colon):
          --ConnectionStrings:Timeline=<text>         a PostgreSQL 15 or newer of yours; without it one is started on the data folder
          --EmbeddedPostgres:DataDirectory=<folder>   where that one keeps its data
          --EmbeddedPostgres:BinDirectory=<folder>    where its programs are
        """;

    private const string Serving = """
        Settings of serve:
          --urls=<addresses>                          where to listen; http://localhost:5080 without it
          --Timeline:Seeds=false                      leave an empty log empty; without it the examples in seeds/ are loaded
          --Logging:LogLevel:Default=Information      log more than warnings
        """;

    private const string Ends = """
        Ends with 0 when all is done, 1 when lines were rejected, 2 when it was used wrongly or something is not there
        (a file, the database, a free port), 130 when it was interrupted. Messages go to standard error. NO_COLOR is honoured.
        """;

    private static readonly Dictionary<string, string> ByCommand = new(StringComparer.Ordinal)
    {
        ["serve"] = $"""
            {Serving}

            Examples:
              timeline
              timeline serve --urls=http://localhost:8080
              timeline serve --ConnectionStrings:Timeline='Host=db;Username=timeline;Password=...;Database=timeline'

            Ctrl-C stops it in order, and the PostgreSQL that it has started.

            {Everywhere}
            """,
        ["import"] = $"""
            A line is a command: an object with "type" (actor, report, correct, corroborate, dispute, retract, reinstate, annul), the fields of that
            call's body, and for a follow-up its "development". Lines are taken in order; a bad one never stops the good ones. A line's "key",
            else its content, is remembered for ever: importing again is harmless, also after an interruption. An annulment may name its
            "event" by that event's key, instead of its "position".

            --format gdelt takes event exports of GDELT 2.0, zipped as they are shipped or not. --format csv takes any table: --mapping names a JSON
            file that says which command a row is, and which column which field. docs/import.md tells how, with an example.

            An archive (from 'timeline export --archive') is recognized and restored, into an empty database only: import it before the first
            'serve', which would load examples. The copy is a log of its own, whose permalinks are new, unless --replaces-original is given.

            Works while the service runs on the same data.

            Examples:
              timeline import reports.ndjson --rejects rejected.ndjson
              zcat reports.ndjson.gz | timeline import -
              timeline import --format gdelt 20191024143000.export.CSV.zip
              timeline import --format csv --mapping inspections.mapping.json inspections.csv
              timeline import log.archive --replaces-original --EmbeddedPostgres:DataDirectory=/srv/timeline

            {Ends}

            {Everywhere}
            """,
        ["export"] = $"""
            Without --archive: the events as commands for 'timeline import', in order. Imported into an empty database they give the same answers at
            every knownAt, but for edition, position and recorded time; who wrote them is left behind.
            With --archive: everything, for a backup or a move; the same permalinks give the same answers again.

            Works while the service runs on the same data. What is written meanwhile may be missing.

            Examples:
              timeline export > timeline.ndjson
              timeline export --archive --output log.archive

            {Ends}

            {Everywhere}
            """,
        ["show"] = $"""
            Developments under the dates on which they occurred, with what each source claims side by side. At most 80 columns wide.
            The last line is the permalink, which the service answers with the same as JSON.
            Works while the service runs on the same data.

            Examples:
              timeline show --actor north-korea --known-at 2024-10-25
              timeline show nis-3000
              timeline show --diff 2024-10-25..2024-11-20 --kind deployment

            {Ends}

            {Everywhere}
            """,
        ["replay"] = $"""
            A mark a line: + learned, ~ revised (with the fields that changed), - withdrawn.
            Works while the service runs on the same data.

            Examples:
              timeline replay --from 2024-10-01 --to 2024-10-31 --actor north-korea
              timeline replay --from 2024-10-01 --speed 2
              timeline replay --kind treaty | less

            {Ends}

            {Everywhere}
            """,
    };

    /// <summary>Gives the root's help option, which serves every command, what it says at the end.</summary>
    public static void AddTo(RootCommand root)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new WithMore((HelpAction)help.Action!);
    }

    private static string Of(string command) => ByCommand.GetValueOrDefault(command) ?? $"""
        Examples:
          timeline                                        serve on http://localhost:5080; the first time with examples
          timeline import reports.ndjson                  add developments from a file
          timeline export --archive --output log.archive  take a backup
          timeline show --known-at 2024-10-25             read what was known then
          timeline import --help                          tells what a line of an import is

        {Serving}

        {Everywhere}

        {Ends}
        """;

    private sealed class WithMore(HelpAction standard) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            var result = standard.Invoke(parseResult);
            parseResult.InvocationConfiguration.Output.WriteLine(Of(parseResult.CommandResult.Command is RootCommand ? "" : parseResult.CommandResult.Command.Name));
            return result;
        }
    }
}
