-- How many rows there are beside the live table in {scope}, and how many of them it lacks or has otherwise, as of position $1: only read, so that several
-- processes may share the work.
select count(*), count(*) filter (where l.{subject} is null)
from {built} b left join {live} l on {same_key} and {same_rest}
where {scope}
