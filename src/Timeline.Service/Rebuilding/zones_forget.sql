-- The zones of a set are to be made anew: rows may lie where they tell of none.
update {built}.segment_zone_head set upto = 0
