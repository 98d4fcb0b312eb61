-- The actors that some keys (ids or aliases, lower case) belong to at a position.
select key, actor from timeline.actor_keys where key = any ($1) and recorded_from <= $2 and recorded_to > $2
