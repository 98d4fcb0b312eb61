-- Undoes the group's transaction, of which nothing was written.
rollback
