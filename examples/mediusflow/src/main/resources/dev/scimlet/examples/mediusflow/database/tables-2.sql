create table connection_checks (
    token_hash varchar(64) primary key,
    tenant_id varchar(36) not null references tenants (id),
    begun_at timestamp with time zone not null
);

alter table tenants add column directory_without_id boolean default false not null;
alter table tenants add column link_copied_at timestamp with time zone;

update provisioning_secrets set label = substring(label from 1 for 70) || ' ' || substring(id from 1 for 8)
    where exists (
        select 1 from provisioning_secrets o
        where o.tenant_id = provisioning_secrets.tenant_id and lower(o.label) = lower(provisioning_secrets.label)
            and (o.created_at < provisioning_secrets.created_at
                or (o.created_at = provisioning_secrets.created_at and o.id < provisioning_secrets.id)));
alter table provisioning_secrets add column label_key varchar(80) generated always as (lower(label)) /*stored*/;
alter table provisioning_secrets add column last_four varchar(4);
create unique index provisioning_secrets_by_label on provisioning_secrets (tenant_id, label_key);

alter table user_configurations add column version bigint default 1 not null;
alter table user_configurations add column changed_by varchar(120);

alter table roles add column closed boolean default false not null;
create index account_companies_by_company on account_companies (company_id);
create index account_roles_by_role on account_roles (role_id);

alter table administrators add column rights_lost_at timestamp with time zone;
alter table administrators add column left_at timestamp with time zone;
alter table provisioning_secrets add column owner_id varchar(36) references administrators (id);
update provisioning_secrets set owner_id = (
    select a.id from administrators a join tenants t on t.organisation_id = a.organisation_id
    where t.id = provisioning_secrets.tenant_id and a.login_name = provisioning_secrets.created_by);
