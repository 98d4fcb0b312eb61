-- Whether the log holds nothing but what the principal $1 wrote, and nothing was imported under the key $2 yet.
select not exists (select from timeline.mt_events where user_name is distinct from $1)
   and not exists (select from timeline.command_keys where scope = 'import' and key = $2)
