-- How many events are set aside.
select count(*) from timeline.unreadable_events
