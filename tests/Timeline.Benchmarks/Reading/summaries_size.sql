-- What the summaries take on disk, beside the timeline's own tables.
select format(
    'chunks %s, changes %s; segments %s',
    pg_size_pretty(pg_total_relation_size('timeline.state_chunks')),
    pg_size_pretty(pg_total_relation_size('timeline.state_changes')),
    pg_size_pretty(pg_total_relation_size('timeline.segments') + pg_total_relation_size('timeline.segment_actors')))
