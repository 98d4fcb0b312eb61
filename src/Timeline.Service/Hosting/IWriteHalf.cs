using Npgsql;
using Timeline.Service.Views;

namespace Timeline.Service.Hosting;

/// <summary>
/// The half of a host that differs between hosts: how commands get into the log. Everything that reads, rebuilds or watches is the same code on
/// each, over the same tables.
/// </summary>
internal interface IWriteHalf
{
    /// <summary>Registers an <see cref="Log.ILogWriter"/> and an <see cref="Import.IBatchWriter"/>, and what they need.</summary>
    void AddServices(WebApplicationBuilder builder, NpgsqlDataSource dataSource, ViewSets sets);

    /// <summary>Maps the calls of <see cref="Features.WriteCall.All"/>.</summary>
    void Map(WebApplication app);
}
