-- Takes the ordering lock, and fails with TL001 unless the log, and the set of the views' tables, are as the group was decided on. Gives the clock.
select timeline.begin_group($1, $2, $3, $4, $5, $6, $7, $8, $9)
