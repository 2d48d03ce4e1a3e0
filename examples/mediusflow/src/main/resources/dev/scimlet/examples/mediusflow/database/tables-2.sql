create table connection_checks (
    token_hash varchar(64) primary key,
    tenant_id varchar(36) not null references tenants (id),
    begun_at timestamp with time zone not null
);
