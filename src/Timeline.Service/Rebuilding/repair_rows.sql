-- Makes the rows of some developments or actors ($1) those that are expected; tells how many were removed, added or changed.
with removed as (
    delete from {live} t where t.{subject} = any ($1) and not exists (select from {expected} e where {same})
    returning 1),
written as (
    insert into {live} as t ({columns}) select {columns} from {expected}
    on conflict ({key}) do update set {assignments} where ({own}) is distinct from ({given})
    returning 1)
select (select count(*) from removed) + (select count(*) from written)
