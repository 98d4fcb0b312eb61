-- The actors as they are after what was replayed so far.
select actor, name, kind, aliases from timeline.actors where recorded_to = 9223372036854775807
