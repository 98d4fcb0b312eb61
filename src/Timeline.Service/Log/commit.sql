-- Ends the group's transaction: durable, visible, and the lock free.
commit
