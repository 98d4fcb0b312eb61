-- Opens the group's transaction.
begin isolation level read committed
