drop table connection_checks;
