-- Every event as JSON, foreign ones too, in the order of positions.
select row_to_json(e)::text from timeline.mt_events e order by e.seq_id
