-- Operations that ended more than 30 days ago.
delete from timeline.operations where ended_at < clock_timestamp() - interval '30 days'
