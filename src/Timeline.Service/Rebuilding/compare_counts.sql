-- How many rows the live table has as of position $1.
select count(*) from {live} l where l.recorded_from <= $1
