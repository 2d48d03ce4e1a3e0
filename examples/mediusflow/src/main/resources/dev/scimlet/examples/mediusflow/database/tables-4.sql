-- Nodes of the release before still ask for the table in a rolling upgrade: a later step drops it.
delete from connection_checks;
