using Npgsql;
using Timeline.Service.Database;

namespace Timeline.Service.Views;

/// <summary>A writer's check, under the ordering lock, that the tables that it is about to read and write are the live ones, as it knows them.</summary>
internal static class ExpectedViews
{
    /// <summary>Raised by <c>timeline.expect_views</c>.</summary>
    private const string Broken = "TLV01";

    /// <summary>Adds the check; it has a result of its own.</summary>
    public static void AddTo(NpgsqlBatch batch, ViewSet set) => batch.Add("Views/expect_views.sql", new NpgsqlParameter<int> { TypedValue = set.Id }, new NpgsqlParameter<int> { TypedValue = set.Revision });

    /// <summary>Whether a statement failed for that: look again, and decide again.</summary>
    public static bool IsBroken(PostgresException exception) => exception.SqlState == Broken;
}
