create table secret_owners (
    form_id varchar(64) primary key,
    credential_id varchar(64) unique,
    tenant_id varchar(36) not null references tenants (id),
    label varchar(80) not null,
    label_key varchar(80) generated always as (lower(label)) /*stored*/,
    created_by varchar(120) not null,
    owner_id varchar(36) references administrators (id)
);
create unique index secret_owners_by_label on secret_owners (tenant_id, label_key);
create index secret_owners_by_owner on secret_owners (owner_id);
