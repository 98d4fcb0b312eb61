using Timeline.Service.Http;
using Timeline.Service.Import;
using Timeline.Service.Import.Formats.Csv;
using Timeline.Service.Import.Formats.Gdelt;

namespace Timeline.Service.Commands;

/// <summary>What the files of an import hold: commands, or rows that commands are made of.</summary>
internal sealed class ImportFormat
{
    private readonly CsvMapping? _mapping;

    private ImportFormat(string name, CsvMapping? mapping) => (Name, _mapping) = (name, mapping);

    public static string[] Names { get; } = ["ndjson", "gdelt", "csv"];

    public string Name { get; }

    public bool IsTable => Name != "ndjson";

    /// <summary>What is counted: a row may make several commands.</summary>
    public string Unit => IsTable ? "commands" : "lines";

    /// <param name="mapping">The mapping file of csv.</param>
    /// <exception cref="CommandException">The mapping cannot be used, is missing, or goes with another format.</exception>
    public static async Task<ImportFormat> OfAsync(string name, string? mapping, CancellationToken cancellation)
    {
        if (name == "csv" != mapping is not null)
            throw new CommandException(mapping is null ? "--format csv needs --mapping <file>, which says what the columns mean." : "--mapping goes with --format csv.");
        try
        {
            return new ImportFormat(name, mapping is null ? null : CsvMapping.Read(await File.ReadAllBytesAsync(mapping, cancellation)));
        }
        catch (CsvMappingException wrong)
        {
            throw new CommandException($"{mapping}: {wrong.Message}");
        }
    }

    public ICommandSource Read(ImportInput input) => Name switch
    {
        "gdelt" => new GdeltSource(new LineReader(input.Reader, StrictJson.MaxBytes)),
        "csv" => new CsvSource(input.Reader.AsStream(), _mapping!),
        _ => new NdJsonSource(new LineReader(input.Reader, StrictJson.MaxBytes)),
    };
}
