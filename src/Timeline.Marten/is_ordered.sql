-- Whether this transaction numbers and stamps under the ordering lock.
select coalesce(current_setting('timeline.ordered_writer', true), '') = 'on'
