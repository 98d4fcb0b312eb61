-- Forgets what was known to be unreadable of some types ($1), up to position $2; it was read again.
delete from timeline.unreadable_events where type like $1 and position <= $2
