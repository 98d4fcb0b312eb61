-- Gives a built set, which has none yet, the zones of the live one as of one moment: its rows are the same.
with head as (
    update {built}.segment_zone_head b set upto = l.upto from {live}.segment_zone_head l)
insert into {built}.segment_zones select * from {live}.segment_zones
