CREATE TABLE IF NOT EXISTS scim_user (
    id varchar(36) NOT NULL,
    tenant varchar(128) NOT NULL,
    version bigint NOT NULL,
    created datetime(6) NOT NULL,
    last_modified datetime(6) NOT NULL,
    external_id mediumtext,
    external_id_key varchar(600),
    user_name mediumtext,
    user_name_key varchar(600),
    UNIQUE (tenant, user_name_key),
    name_formatted mediumtext,
    name_formatted_key mediumtext,
    name_family_name mediumtext,
    name_family_name_key mediumtext,
    name_given_name mediumtext,
    name_given_name_key mediumtext,
    name_middle_name mediumtext,
    name_middle_name_key mediumtext,
    name_honorific_prefix mediumtext,
    name_honorific_prefix_key mediumtext,
    name_honorific_suffix mediumtext,
    name_honorific_suffix_key mediumtext,
    display_name mediumtext,
    display_name_key varchar(600),
    nick_name mediumtext,
    nick_name_key mediumtext,
    profile_url mediumtext,
    title mediumtext,
    title_key mediumtext,
    user_type mediumtext,
    user_type_key mediumtext,
    preferred_language mediumtext,
    preferred_language_key mediumtext,
    locale mediumtext,
    locale_key mediumtext,
    timezone mediumtext,
    timezone_key mediumtext,
    active boolean,
    password mediumtext,
    enterprise_employee_number mediumtext,
    enterprise_employee_number_key mediumtext,
    enterprise_cost_center mediumtext,
    enterprise_cost_center_key mediumtext,
    enterprise_organization mediumtext,
    enterprise_organization_key mediumtext,
    enterprise_division mediumtext,
    enterprise_division_key mediumtext,
    enterprise_department mediumtext,
    enterprise_department_key mediumtext,
    enterprise_manager_value mediumtext,
    enterprise_manager_value_key varchar(600),
    PRIMARY KEY (tenant, id),
    INDEX scim_user_by_tenant_external_id_key (tenant, external_id_key),
    INDEX scim_user_by_tenant_display_name_key (tenant, display_name_key),
    INDEX scim_user_by_tenant_enterprise_manager_value_key (tenant, enterprise_manager_value_key)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin;

CREATE TABLE IF NOT EXISTS scim_user_emails (
    owner_id varchar(36) NOT NULL,
    tenant varchar(128) NOT NULL,
    ordinal bigint NOT NULL,
    value_ mediumtext,
    value_key varchar(600),
    display mediumtext,
    display_key mediumtext,
    type mediumtext,
    type_key mediumtext,
    primary_ boolean,
    PRIMARY KEY (tenant, owner_id, ordinal),
    INDEX scim_user_emails_by_tenant_value_key (tenant, value_key),
    FOREIGN KEY (tenant, owner_id) REFERENCES scim_user (tenant, id) ON DELETE CASCADE
) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin;

CREATE TABLE IF NOT EXISTS scim_user_phone_numbers (
    owner_id varchar(36) NOT NULL,
    tenant varchar(128) NOT NULL,
    ordinal bigint NOT NULL,
    value_ mediumtext,
    value_key varchar(600),
    display mediumtext,
    display_key mediumtext,
    type mediumtext,
    type_key mediumtext,
    primary_ boolean,
    PRIMARY KEY (tenant, owner_id, ordinal),
    INDEX scim_user_phone_numbers_by_tenant_value_key (tenant, value_key),
    FOREIGN KEY (tenant, owner_id) REFERENCES scim_user (tenant, id) ON DELETE CASCADE
) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin;

CREATE TABLE IF NOT EXISTS scim_user_ims (
    owner_id varchar(36) NOT NULL,
    tenant varchar(128) NOT NULL,
    ordinal bigint NOT NULL,
    value_ mediumtext,
    value_key varchar(600),
    display mediumtext,
    display_key mediumtext,
    type mediumtext,
    type_key mediumtext,
    primary_ boolean,
    PRIMARY KEY (tenant, owner_id, ordinal),
    INDEX scim_user_ims_by_tenant_value_key (tenant, value_key),
    FOREIGN KEY (tenant, owner_id) REFERENCES scim_user (tenant, id) ON DELETE CASCADE
) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin;

CREATE TABLE IF NOT EXISTS scim_user_photos (
    owner_id varchar(36) NOT NULL,
    tenant varchar(128) NOT NULL,
    ordinal bigint NOT NULL,
    value_ mediumtext,
    display mediumtext,
    display_key mediumtext,
    type mediumtext,
    type_key mediumtext,
    primary_ boolean,
    PRIMARY KEY (tenant, owner_id, ordinal),
    FOREIGN KEY (tenant, owner_id) REFERENCES scim_user (tenant, id) ON DELETE CASCADE
) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin;

CREATE TABLE IF NOT EXISTS scim_user_addresses (
    owner_id varchar(36) NOT NULL,
    tenant varchar(128) NOT NULL,
    ordinal bigint NOT NULL,
    formatted mediumtext,
    formatted_key mediumtext,
    street_address mediumtext,
    street_address_key mediumtext,
    locality mediumtext,
    locality_key mediumtext,
    region mediumtext,
    region_key mediumtext,
    postal_code mediumtext,
    postal_code_key mediumtext,
    country mediumtext,
    country_key mediumtext,
    type mediumtext,
    type_key mediumtext,
    primary_ boolean,
    PRIMARY KEY (tenant, owner_id, ordinal),
    FOREIGN KEY (tenant, owner_id) REFERENCES scim_user (tenant, id) ON DELETE CASCADE
) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin;

CREATE TABLE IF NOT EXISTS scim_user_entitlements (
    owner_id varchar(36) NOT NULL,
    tenant varchar(128) NOT NULL,
    ordinal bigint NOT NULL,
    value_ mediumtext,
    value_key varchar(600),
    display mediumtext,
    display_key mediumtext,
    type mediumtext,
    type_key mediumtext,
    primary_ boolean,
    PRIMARY KEY (tenant, owner_id, ordinal),
    INDEX scim_user_entitlements_by_tenant_value_key (tenant, value_key),
    FOREIGN KEY (tenant, owner_id) REFERENCES scim_user (tenant, id) ON DELETE CASCADE
) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin;

CREATE TABLE IF NOT EXISTS scim_user_roles (
    owner_id varchar(36) NOT NULL,
    tenant varchar(128) NOT NULL,
    ordinal bigint NOT NULL,
    value_ mediumtext,
    value_key varchar(600),
    display mediumtext,
    display_key mediumtext,
    type mediumtext,
    type_key mediumtext,
    primary_ boolean,
    PRIMARY KEY (tenant, owner_id, ordinal),
    INDEX scim_user_roles_by_tenant_value_key (tenant, value_key),
    FOREIGN KEY (tenant, owner_id) REFERENCES scim_user (tenant, id) ON DELETE CASCADE
) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin;

CREATE TABLE IF NOT EXISTS scim_user_x509certificates (
    owner_id varchar(36) NOT NULL,
    tenant varchar(128) NOT NULL,
    ordinal bigint NOT NULL,
    value_ mediumtext,
    display mediumtext,
    display_key mediumtext,
    type mediumtext,
    type_key mediumtext,
    primary_ boolean,
    PRIMARY KEY (tenant, owner_id, ordinal),
    FOREIGN KEY (tenant, owner_id) REFERENCES scim_user (tenant, id) ON DELETE CASCADE
) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin;

CREATE TABLE IF NOT EXISTS scim_group (
    id varchar(36) NOT NULL,
    tenant varchar(128) NOT NULL,
    version bigint NOT NULL,
    created datetime(6) NOT NULL,
    last_modified datetime(6) NOT NULL,
    external_id mediumtext,
    external_id_key varchar(600),
    display_name mediumtext,
    display_name_key varchar(600),
    PRIMARY KEY (tenant, id),
    INDEX scim_group_by_tenant_external_id_key (tenant, external_id_key),
    INDEX scim_group_by_tenant_display_name_key (tenant, display_name_key)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin;

CREATE TABLE IF NOT EXISTS scim_group_members (
    owner_id varchar(36) NOT NULL,
    tenant varchar(128) NOT NULL,
    ordinal bigint NOT NULL,
    value_ varchar(600),
    type mediumtext,
    type_key mediumtext,
    display mediumtext,
    display_key mediumtext,
    PRIMARY KEY (tenant, owner_id, value_),
    INDEX scim_group_members_by_tenant_value_ (tenant, value_),
    FOREIGN KEY (tenant, owner_id) REFERENCES scim_group (tenant, id) ON DELETE CASCADE
) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin;

