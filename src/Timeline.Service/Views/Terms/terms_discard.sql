-- Begins again from nothing, for the set $1 in revision $2. Deleted row by row: whoever still reads must find what its snapshot says is there.
with cleared as (delete from timeline.term_blocks)
update timeline.term_head set set_id = $1, revision = $2, upto = 0
