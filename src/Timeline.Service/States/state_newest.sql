-- The newest event about a development.
select coalesce(max(position), 0) from timeline.development_log
