CREATE TABLE IF NOT EXISTS scim_user (
    id varchar(36) NOT NULL,
    tenant varchar NOT NULL,
    version bigint NOT NULL,
    created timestamp with time zone NOT NULL,
    last_modified timestamp with time zone NOT NULL,
    external_id varchar,
    external_id_key varchar COLLATE "C",
    user_name varchar,
    user_name_key varchar COLLATE "C",
    UNIQUE (tenant, user_name_key),
    name_formatted varchar,
    name_formatted_key varchar COLLATE "C",
    name_family_name varchar,
    name_family_name_key varchar COLLATE "C",
    name_given_name varchar,
    name_given_name_key varchar COLLATE "C",
    name_middle_name varchar,
    name_middle_name_key varchar COLLATE "C",
    name_honorific_prefix varchar,
    name_honorific_prefix_key varchar COLLATE "C",
    name_honorific_suffix varchar,
    name_honorific_suffix_key varchar COLLATE "C",
    display_name varchar,
    display_name_key varchar COLLATE "C",
    nick_name varchar,
    nick_name_key varchar COLLATE "C",
    profile_url varchar,
    title varchar,
    title_key varchar COLLATE "C",
    user_type varchar,
    user_type_key varchar COLLATE "C",
    preferred_language varchar,
    preferred_language_key varchar COLLATE "C",
    locale varchar,
    locale_key varchar COLLATE "C",
    timezone varchar,
    timezone_key varchar COLLATE "C",
    active boolean,
    password varchar,
    enterprise_employee_number varchar,
    enterprise_employee_number_key varchar COLLATE "C",
    enterprise_cost_center varchar,
    enterprise_cost_center_key varchar COLLATE "C",
    enterprise_organization varchar,
    enterprise_organization_key varchar COLLATE "C",
    enterprise_division varchar,
    enterprise_division_key varchar COLLATE "C",
    enterprise_department varchar,
    enterprise_department_key varchar COLLATE "C",
    enterprise_manager_value varchar,
    enterprise_manager_value_key varchar COLLATE "C",
    PRIMARY KEY (tenant, id)
);

CREATE INDEX IF NOT EXISTS scim_user_by_tenant_external_id_key ON scim_user (tenant, external_id_key);

CREATE INDEX IF NOT EXISTS scim_user_by_tenant_display_name_key ON scim_user (tenant, display_name_key);

CREATE INDEX IF NOT EXISTS scim_user_by_tenant_enterprise_manager_value_key ON scim_user (tenant, enterprise_manager_value_key);

CREATE TABLE IF NOT EXISTS scim_user_emails (
    owner_id varchar(36) NOT NULL,
    tenant varchar NOT NULL,
    ordinal bigint NOT NULL,
    value_ varchar,
    value_key varchar COLLATE "C",
    display varchar,
    display_key varchar COLLATE "C",
    type varchar,
    type_key varchar COLLATE "C",
    primary_ boolean,
    PRIMARY KEY (tenant, owner_id, ordinal),
    FOREIGN KEY (tenant, owner_id) REFERENCES scim_user (tenant, id) ON DELETE CASCADE
);

CREATE INDEX IF NOT EXISTS scim_user_emails_by_tenant_value_key ON scim_user_emails (tenant, value_key);

CREATE TABLE IF NOT EXISTS scim_user_phone_numbers (
    owner_id varchar(36) NOT NULL,
    tenant varchar NOT NULL,
    ordinal bigint NOT NULL,
    value_ varchar,
    value_key varchar COLLATE "C",
    display varchar,
    display_key varchar COLLATE "C",
    type varchar,
    type_key varchar COLLATE "C",
    primary_ boolean,
    PRIMARY KEY (tenant, owner_id, ordinal),
    FOREIGN KEY (tenant, owner_id) REFERENCES scim_user (tenant, id) ON DELETE CASCADE
);

CREATE INDEX IF NOT EXISTS scim_user_phone_numbers_by_tenant_value_key ON scim_user_phone_numbers (tenant, value_key);

CREATE TABLE IF NOT EXISTS scim_user_ims (
    owner_id varchar(36) NOT NULL,
    tenant varchar NOT NULL,
    ordinal bigint NOT NULL,
    value_ varchar,
    value_key varchar COLLATE "C",
    display varchar,
    display_key varchar COLLATE "C",
    type varchar,
    type_key varchar COLLATE "C",
    primary_ boolean,
    PRIMARY KEY (tenant, owner_id, ordinal),
    FOREIGN KEY (tenant, owner_id) REFERENCES scim_user (tenant, id) ON DELETE CASCADE
);

CREATE INDEX IF NOT EXISTS scim_user_ims_by_tenant_value_key ON scim_user_ims (tenant, value_key);

CREATE TABLE IF NOT EXISTS scim_user_photos (
    owner_id varchar(36) NOT NULL,
    tenant varchar NOT NULL,
    ordinal bigint NOT NULL,
    value_ varchar,
    display varchar,
    display_key varchar COLLATE "C",
    type varchar,
    type_key varchar COLLATE "C",
    primary_ boolean,
    PRIMARY KEY (tenant, owner_id, ordinal),
    FOREIGN KEY (tenant, owner_id) REFERENCES scim_user (tenant, id) ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS scim_user_addresses (
    owner_id varchar(36) NOT NULL,
    tenant varchar NOT NULL,
    ordinal bigint NOT NULL,
    formatted varchar,
    formatted_key varchar COLLATE "C",
    street_address varchar,
    street_address_key varchar COLLATE "C",
    locality varchar,
    locality_key varchar COLLATE "C",
    region varchar,
    region_key varchar COLLATE "C",
    postal_code varchar,
    postal_code_key varchar COLLATE "C",
    country varchar,
    country_key varchar COLLATE "C",
    type varchar,
    type_key varchar COLLATE "C",
    primary_ boolean,
    PRIMARY KEY (tenant, owner_id, ordinal),
    FOREIGN KEY (tenant, owner_id) REFERENCES scim_user (tenant, id) ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS scim_user_entitlements (
    owner_id varchar(36) NOT NULL,
    tenant varchar NOT NULL,
    ordinal bigint NOT NULL,
    value_ varchar,
    value_key varchar COLLATE "C",
    display varchar,
    display_key varchar COLLATE "C",
    type varchar,
    type_key varchar COLLATE "C",
    primary_ boolean,
    PRIMARY KEY (tenant, owner_id, ordinal),
    FOREIGN KEY (tenant, owner_id) REFERENCES scim_user (tenant, id) ON DELETE CASCADE
);

CREATE INDEX IF NOT EXISTS scim_user_entitlements_by_tenant_value_key ON scim_user_entitlements (tenant, value_key);

CREATE TABLE IF NOT EXISTS scim_user_roles (
    owner_id varchar(36) NOT NULL,
    tenant varchar NOT NULL,
    ordinal bigint NOT NULL,
    value_ varchar,
    value_key varchar COLLATE "C",
    display varchar,
    display_key varchar COLLATE "C",
    type varchar,
    type_key varchar COLLATE "C",
    primary_ boolean,
    PRIMARY KEY (tenant, owner_id, ordinal),
    FOREIGN KEY (tenant, owner_id) REFERENCES scim_user (tenant, id) ON DELETE CASCADE
);

CREATE INDEX IF NOT EXISTS scim_user_roles_by_tenant_value_key ON scim_user_roles (tenant, value_key);

CREATE TABLE IF NOT EXISTS scim_user_x509certificates (
    owner_id varchar(36) NOT NULL,
    tenant varchar NOT NULL,
    ordinal bigint NOT NULL,
    value_ varchar,
    display varchar,
    display_key varchar COLLATE "C",
    type varchar,
    type_key varchar COLLATE "C",
    primary_ boolean,
    PRIMARY KEY (tenant, owner_id, ordinal),
    FOREIGN KEY (tenant, owner_id) REFERENCES scim_user (tenant, id) ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS scim_group (
    id varchar(36) NOT NULL,
    tenant varchar NOT NULL,
    version bigint NOT NULL,
    created timestamp with time zone NOT NULL,
    last_modified timestamp with time zone NOT NULL,
    external_id varchar,
    external_id_key varchar COLLATE "C",
    display_name varchar,
    display_name_key varchar COLLATE "C",
    PRIMARY KEY (tenant, id)
);

CREATE INDEX IF NOT EXISTS scim_group_by_tenant_external_id_key ON scim_group (tenant, external_id_key);

CREATE INDEX IF NOT EXISTS scim_group_by_tenant_display_name_key ON scim_group (tenant, display_name_key);

CREATE TABLE IF NOT EXISTS scim_group_members (
    owner_id varchar(36) NOT NULL,
    tenant varchar NOT NULL,
    ordinal bigint NOT NULL,
    value_ varchar,
    type varchar,
    type_key varchar COLLATE "C",
    display varchar,
    display_key varchar COLLATE "C",
    PRIMARY KEY (tenant, owner_id, value_),
    FOREIGN KEY (tenant, owner_id) REFERENCES scim_group (tenant, id) ON DELETE CASCADE
);

CREATE INDEX IF NOT EXISTS scim_group_members_by_tenant_value_ ON scim_group_members (tenant, value_);

