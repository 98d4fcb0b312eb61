-- Fails with TLV01 unless the set of view tables $1, as of its revision $2, is live.
select timeline.expect_views($1, $2)
