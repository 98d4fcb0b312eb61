-- The events after position {after} and up to {upTo} whose type is like '{types}', at most {most}, in order; each with its row in
-- timeline.development_log, if any. In binary, because a rebuild reads all of the log.
copy (
    select e.seq_id, e.timestamp, e.type, e.data::text, l.development, l.newest_known_at
    from timeline.mt_events e
    left join timeline.development_log l on l.position = e.seq_id and l.position > {after} and l.position <= {upTo}
    where e.seq_id > {after} and e.seq_id <= {upTo} and e.type like '{types}'
    order by e.seq_id
    limit {most})
to stdout (format binary)
