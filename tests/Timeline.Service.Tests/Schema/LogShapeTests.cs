namespace Timeline.Service.Tests.Schema;

/// <summary>Marten reports any other column, constraint or index on its tables as drift, so this list is exact.</summary>
public class LogShapeTests
{
    private static readonly string[] MartenColumns =
    [
        "mt_event_progression.name character varying not null",
        "mt_event_progression.last_seq_id bigint",
        "mt_event_progression.last_updated timestamp with time zone default transaction_timestamp()",
        "mt_events.seq_id bigint not null",
        "mt_events.id uuid not null",
        "mt_events.stream_id character varying",
        "mt_events.version bigint not null",
        "mt_events.data jsonb not null",
        "mt_events.bdata bytea",
        "mt_events.type character varying(500) not null",
        "mt_events.timestamp timestamp with time zone not null default now()",
        "mt_events.tenant_id character varying default '*DEFAULT*'::character varying",
        "mt_events.mt_dotnet_type character varying",
        "mt_events.correlation_id character varying",
        "mt_events.causation_id character varying",
        "mt_events.headers jsonb",
        "mt_events.user_name character varying",
        "mt_events.is_archived boolean default false",
        "mt_streams.id character varying not null",
        "mt_streams.type character varying",
        "mt_streams.version bigint",
        "mt_streams.timestamp timestamp with time zone not null default now()",
        "mt_streams.created timestamp with time zone not null default now()",
        "mt_streams.tenant_id character varying default '*DEFAULT*'::character varying",
        "mt_streams.is_archived boolean default false",
    ];

    private static readonly string[] MartenConstraints =
    [
        "mt_event_progression.pk_mt_event_progression PRIMARY KEY (name)",
        "mt_events.fkey_mt_events_stream_id FOREIGN KEY (stream_id) REFERENCES timeline.mt_streams(id) ON DELETE CASCADE",
        "mt_events.pkey_mt_events_seq_id PRIMARY KEY (seq_id)",
        "mt_streams.pkey_mt_streams_id PRIMARY KEY (id)",
    ];

    private static readonly string[] MartenIndexes =
    [
        "CREATE UNIQUE INDEX pk_mt_event_progression ON timeline.mt_event_progression USING btree (name)",
        "CREATE UNIQUE INDEX pk_mt_events_stream_and_version ON timeline.mt_events USING btree (stream_id, version)",
        "CREATE UNIQUE INDEX pkey_mt_events_seq_id ON timeline.mt_events USING btree (seq_id)",
        "CREATE UNIQUE INDEX pkey_mt_streams_id ON timeline.mt_streams USING btree (id)",
    ];

    [Fact]
    public async Task The_event_tables_are_Martens_column_by_column()
    {
        await using var log = await LogDatabase.CreateAsync();

        var columns = await log.ColumnAsync(
            """
            select format('%s.%s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod)) || case when a.attnotnull then ' not null' else '' end
              || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
            from pg_class c
            join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
            where c.relnamespace = 'timeline'::regnamespace and c.relkind = 'r' and c.relname like 'mt\_%'
            order by c.relname collate "C", a.attnum
            """);

        columns.ShouldBe(MartenColumns);
    }

    [Fact]
    public async Task They_have_Martens_constraints_and_indexes_and_no_others()
    {
        await using var log = await LogDatabase.CreateAsync();

        // PostgreSQL 18 lists NOT NULL among the constraints, too; and names on the search path come without their schema.
        var constraints = await log.ColumnAsync(
            """
            set search_path = '';
            select format('%s.%s %s', c.relname, k.conname, pg_get_constraintdef(k.oid))
            from pg_constraint k join pg_class c on c.oid = k.conrelid
            where k.connamespace = 'timeline'::regnamespace and c.relname like 'mt\_%' and k.contype not in ('n', 't')
            order by c.relname collate "C", k.conname collate "C"
            """);
        var indexes = await log.ColumnAsync(
            """select indexdef from pg_indexes where schemaname = 'timeline' and tablename like 'mt\_%' order by tablename collate "C", indexname collate "C" """);

        constraints.ShouldBe(MartenConstraints);
        indexes.ShouldBe(MartenIndexes);
    }

    [Fact]
    public async Task The_sequence_belongs_to_the_position()
    {
        await using var log = await LogDatabase.CreateAsync();

        (await log.ScalarAsync<string>("select pg_get_serial_sequence('timeline.mt_events', 'seq_id')")).ShouldBe("timeline.mt_events_sequence");
    }

    [Fact]
    public async Task Each_database_is_born_with_a_log_id_of_its_own_and_keeps_one()
    {
        await using var log = await LogDatabase.CreateAsync();
        await using var other = await LogDatabase.CreateAsync();

        var id = await log.ScalarAsync<string>("select id from timeline.log");

        id.ShouldMatch("^[a-z2-9]{12}$");
        (await other.ScalarAsync<string>("select id from timeline.log")).ShouldNotBe(id);
        (await log.RefusalOfAsync("insert into timeline.log default values")).SqlState.ShouldBe("23505");
        (await log.RefusalOfAsync("delete from timeline.log")).SqlState.ShouldBe("23001");
        (await log.RefusalOfAsync("update timeline.log set id = 'Not-An-Id'")).SqlState.ShouldBe("23514");
    }

    [Theory]
    [InlineData("update timeline.mt_events set data = '{}'", "UPDATE of timeline.mt_events is refused")]
    [InlineData("update timeline.mt_events set timestamp = timestamp", "UPDATE of timeline.mt_events is refused")]
    [InlineData("delete from timeline.mt_events", "DELETE of timeline.mt_events is refused")]
    [InlineData("truncate timeline.mt_events", "TRUNCATE of timeline.mt_events is refused")]
    [InlineData("delete from timeline.mt_streams", "DELETE of timeline.mt_streams is refused")]
    [InlineData("truncate timeline.mt_streams cascade", "TRUNCATE of timeline.mt_streams is refused")]
    public async Task What_is_in_the_log_stays_as_it_is(string sql, string message)
    {
        await using var log = await LogDatabase.CreateAsync();
        await log.ExecuteAsync(LogDatabase.Append(1));

        var refusal = await log.RefusalOfAsync(sql);

        refusal.MessageText.ShouldStartWith(message);
        refusal.SqlState.ShouldBe("23001");
        (await log.EventsAfterAsync(0)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Every_column_but_the_archive_mark_is_guarded_against_updates()
    {
        await using var log = await LogDatabase.CreateAsync();
        var columns = await log.ColumnAsync(
            "select attname::text from pg_attribute where attrelid = 'timeline.mt_events'::regclass and attnum > 0 and attname <> 'is_archived'");

        foreach (var column in columns)
            (await log.RefusalOfAsync($"update timeline.mt_events set {column} = {column}")).SqlState.ShouldBe("23001", column);
    }

    [Fact]
    public async Task Archiving_is_allowed()
    {
        await using var log = await LogDatabase.CreateAsync();
        await log.ExecuteAsync(LogDatabase.Append(1));

        await log.ExecuteAsync("update timeline.mt_events set is_archived = true");

        (await log.ScalarAsync<bool>("select is_archived from timeline.mt_events")).ShouldBeTrue();
    }
}
