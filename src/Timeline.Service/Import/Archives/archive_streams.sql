-- Every stream as JSON.
select row_to_json(s)::text from timeline.mt_streams s order by s.id
