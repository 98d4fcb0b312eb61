-- How many rows beside the live table it lacks or has otherwise, as of position $1: only read, so that several processes may share the work.
select count(*)
from {built} b
where not exists (select from {live} l where {same_key} and {same_rest})
