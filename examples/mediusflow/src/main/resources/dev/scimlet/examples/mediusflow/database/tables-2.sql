create table connection_checks (
    token_hash varchar(64) primary key,
    tenant_id varchar(36) not null references tenants (id),
    begun_at timestamp with time zone not null
);

alter table tenants add column directory_without_id boolean default false not null;
alter table tenants add column link_copied_at timestamp with time zone;
