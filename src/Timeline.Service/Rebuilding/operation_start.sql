-- A new operation; fails on a unique index where one runs on the same view. Without a version it is of the live one.
insert into timeline.operations (kind, projection, version, options, requested_by)
values ($1, $2, coalesce($3, (select s.version from timeline.view_sets s where s.replaced_at is null)), $4::jsonb, $5)
returning {columns}
