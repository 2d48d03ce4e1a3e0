-- Directories: the connections of customers' identity providers (scim-directory).

CREATE TABLE scimlet_directories (
  id VARCHAR(64) NOT NULL PRIMARY KEY,
  tenant VARCHAR(200) NOT NULL,
  name VARCHAR(200) NOT NULL,
  client_id VARCHAR(128) NOT NULL UNIQUE,
  identity_provider VARCHAR(64) NOT NULL,
  state VARCHAR(64) NOT NULL,
  profile VARCHAR(4000) NOT NULL,
  settings VARCHAR(4000) NOT NULL,
  created_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT scimlet_directories_name UNIQUE (tenant, name)
);

-- Pasted tokens, client secrets and access tokens, by their hashes.
CREATE TABLE scimlet_credentials (
  id VARCHAR(64) NOT NULL PRIMARY KEY,
  directory_id VARCHAR(64) NOT NULL,
  kind VARCHAR(64) NOT NULL,
  label VARCHAR(200) NOT NULL,
  hash VARCHAR(64) NOT NULL UNIQUE,
  hint VARCHAR(64) NOT NULL,
  scope VARCHAR(200) NOT NULL,
  source VARCHAR(64),
  created_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  expires_at TIMESTAMP(6) WITH TIME ZONE,
  revoked_at TIMESTAMP(6) WITH TIME ZONE,
  last_used_at TIMESTAMP(6) WITH TIME ZONE,
  CONSTRAINT scimlet_credentials_directory FOREIGN KEY (directory_id) REFERENCES scimlet_directories (id)
);

CREATE INDEX scimlet_credentials_of_directory ON scimlet_credentials (directory_id, kind, created_at);

CREATE INDEX scimlet_credentials_by_end ON scimlet_credentials (kind, expires_at);

-- Whose assertions are believed.
CREATE TABLE scimlet_trusts (
  id VARCHAR(64) NOT NULL PRIMARY KEY,
  directory_id VARCHAR(64) NOT NULL,
  method VARCHAR(64) NOT NULL,
  label VARCHAR(200) NOT NULL,
  issuer VARCHAR(500) NOT NULL,
  subject VARCHAR(500) NOT NULL,
  audience VARCHAR(500) NOT NULL,
  jwks_uri VARCHAR(500),
  jwks TEXT,
  algorithms VARCHAR(128) NOT NULL,
  longest_life_seconds BIGINT NOT NULL,
  token_endpoint_audience BOOLEAN NOT NULL,
  single_use BOOLEAN NOT NULL,
  created_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  claims_hash VARCHAR(64),
  CONSTRAINT scimlet_trusts_directory FOREIGN KEY (directory_id) REFERENCES scimlet_directories (id)
);

CREATE INDEX scimlet_trusts_of_directory ON scimlet_trusts (directory_id);

CREATE INDEX scimlet_trusts_by_claims ON scimlet_trusts (claims_hash);

-- To which tenant issuer, subject and audience of a trust belong.
CREATE TABLE scimlet_trusted_claims (
  claims_hash VARCHAR(64) NOT NULL PRIMARY KEY,
  tenant VARCHAR(200) NOT NULL
);

-- Assertions that are good for one use.
CREATE TABLE scimlet_used_assertions (
  hash VARCHAR(64) NOT NULL PRIMARY KEY,
  expires_at TIMESTAMP(6) WITH TIME ZONE NOT NULL
);

CREATE INDEX scimlet_used_assertions_by_end ON scimlet_used_assertions (expires_at);

CREATE TABLE scimlet_directory_activity (
  directory_id VARCHAR(64) NOT NULL PRIMARY KEY,
  last_request_at TIMESTAMP(6) WITH TIME ZONE,
  last_success_at TIMESTAMP(6) WITH TIME ZONE,
  last_change_at TIMESTAMP(6) WITH TIME ZONE,
  CONSTRAINT scimlet_activity_directory FOREIGN KEY (directory_id) REFERENCES scimlet_directories (id)
);
