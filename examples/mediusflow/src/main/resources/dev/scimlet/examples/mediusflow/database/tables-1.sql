create table organisations (
    id varchar(36) primary key,
    name varchar(120) not null
);

create table tenants (
    id varchar(36) primary key,
    organisation_id varchar(36) not null references organisations (id),
    slug varchar(63) not null unique,
    name varchar(120) not null,
    environment varchar(20) not null,
    directory_id varchar(36),
    provisioning_enabled boolean default false not null,
    verified_at timestamp with time zone,
    created_at timestamp with time zone not null
);

create table administrators (
    id varchar(36) primary key,
    organisation_id varchar(36) not null references organisations (id),
    login_name varchar(120) not null,
    login_key varchar(120) generated always as (lower(login_name)) /*stored*/,
    password_hash varchar(255) not null,
    password_once boolean not null,
    created_at timestamp with time zone not null,
    unique (organisation_id, login_key)
);

create table sessions (
    token_hash varchar(64) primary key,
    administrator_id varchar(36) not null references administrators (id) on delete cascade,
    created_at timestamp with time zone not null,
    last_used_at timestamp with time zone not null
);

create table companies (
    id varchar(36) primary key,
    tenant_id varchar(36) not null references tenants (id),
    name varchar(120) not null,
    closed boolean default false not null,
    unique (tenant_id, name)
);

create table roles (
    id varchar(36) primary key,
    tenant_id varchar(36) not null references tenants (id),
    name varchar(120) not null,
    description varchar(255) not null,
    unique (tenant_id, name)
);

create table accounts (
    id varchar(36) primary key,
    tenant_id varchar(36) not null references tenants (id),
    login_name varchar(255) not null,
    login_key varchar(255) generated always as (lower(login_name)) /*stored*/,
    display_name varchar(255),
    given_name varchar(255),
    family_name varchar(255),
    formatted_name varchar(512),
    work_email varchar(255),
    work_email_primary boolean,
    enabled boolean default true not null,
    external_id varchar(255),
    manager_id varchar(255),
    configuration_filter varchar(255),
    identity_provider varchar(255),
    name_identifier varchar(255),
    custom_text_1 varchar(1000),
    custom_text_2 varchar(1000),
    custom_text_3 varchar(1000),
    custom_text_4 varchar(1000),
    custom_text_5 varchar(1000),
    locale varchar(35),
    version bigint default 1 not null,
    created_at timestamp with time zone not null,
    updated_at timestamp with time zone not null,
    unique (tenant_id, login_key)
);
create index accounts_by_external_id on accounts (tenant_id, external_id);
create index accounts_by_work_email on accounts (tenant_id, work_email);
create index accounts_by_manager on accounts (tenant_id, manager_id);

create table account_roles (
    account_id varchar(36) not null references accounts (id) on delete cascade,
    role_id varchar(36) not null references roles (id),
    primary key (account_id, role_id)
);

create table account_companies (
    account_id varchar(36) not null references accounts (id) on delete cascade,
    company_id varchar(36) not null references companies (id),
    primary key (account_id, company_id)
);

create table user_groups (
    id varchar(36) primary key,
    tenant_id varchar(36) not null references tenants (id),
    name varchar(255) not null,
    name_key varchar(255) generated always as (lower(name)) /*stored*/,
    external_id varchar(255),
    version bigint default 1 not null,
    created_at timestamp with time zone not null,
    updated_at timestamp with time zone not null,
    unique (tenant_id, name_key)
);
create index user_groups_by_external_id on user_groups (tenant_id, external_id);

create table user_group_members (
    group_id varchar(36) not null references user_groups (id) on delete cascade,
    account_id varchar(36) not null references accounts (id) on delete cascade,
    primary key (group_id, account_id)
);
create index user_group_members_by_account on user_group_members (account_id);

create table provisioning_secrets (
    id varchar(36) primary key,
    tenant_id varchar(36) not null references tenants (id),
    label varchar(80) not null,
    secret_hash varchar(64) not null unique,
    form_id varchar(64) not null unique,
    created_by varchar(120) not null,
    created_at timestamp with time zone not null,
    expires_at timestamp with time zone not null,
    last_used_at timestamp with time zone,
    revoked_at timestamp with time zone
);
create index provisioning_secrets_by_tenant on provisioning_secrets (tenant_id);

create table user_configurations (
    id varchar(36) primary key,
    tenant_id varchar(36) not null references tenants (id),
    name varchar(80) not null,
    configuration_filter varchar(255) not null,
    locale varchar(35) not null,
    is_default boolean not null,
    created_at timestamp with time zone not null,
    unique (tenant_id, name)
);

create table user_configuration_roles (
    configuration_id varchar(36) not null references user_configurations (id) on delete cascade,
    role_id varchar(36) not null references roles (id),
    primary key (configuration_id, role_id)
);

create table user_configuration_companies (
    configuration_id varchar(36) not null references user_configurations (id) on delete cascade,
    company_id varchar(36) not null references companies (id),
    primary key (configuration_id, company_id)
);

create table provisioning_log (
    id bigint generated always as identity primary key,
    tenant_id varchar(36) not null references tenants (id),
    happened_at timestamp with time zone not null,
    actor varchar(120) not null,
    operation varchar(20) not null,
    resource_type varchar(40) not null,
    resource_id varchar(255) not null,
    resource_name varchar(255) not null,
    status integer not null,
    result varchar(20) not null,
    reason varchar(2000) not null,
    request_id varchar(64) not null
);
create index provisioning_log_by_tenant on provisioning_log (tenant_id, id);
create index provisioning_log_by_resource on provisioning_log (tenant_id, resource_id, id);
