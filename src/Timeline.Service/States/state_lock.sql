-- One process at a time keeps the summaries: 'tlstate' in ASCII, until the transaction ends.
select pg_try_advisory_xact_lock(32770340428018789)
