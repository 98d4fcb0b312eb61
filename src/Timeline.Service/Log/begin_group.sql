-- Takes the ordering lock, and fails with TL001 unless the log is as the group was decided on. Gives the clock.
select timeline.begin_group($1, $2, $3, $4, $5, $6, $7)
