-- Whether anything was ever written here.
select exists (select from timeline.mt_events) or exists (select from timeline.mt_streams) or exists (select from timeline.command_keys)
