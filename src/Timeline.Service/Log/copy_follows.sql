-- Rows are copied in after this batch, by the same transaction, which holds the ordering lock: the server ends it if we go silent.
select set_config('idle_in_transaction_session_timeout', '4000', true)
