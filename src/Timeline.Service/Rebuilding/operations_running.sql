-- The operations that have not ended, on a view ($1: 'all' means any), oldest first.
select {columns} from timeline.operations
where state = 'running' and ($1 = 'all' or projection in ($1, 'all'))
order by id
