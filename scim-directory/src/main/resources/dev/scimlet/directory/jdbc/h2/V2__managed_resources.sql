-- Which directories have created or written a resource, and what each calls it. It lies in the database of the resources.

CREATE TABLE scimlet_managed_resources (
  tenant VARCHAR(200) NOT NULL,
  resource_type VARCHAR(64) NOT NULL,
  resource_id VARCHAR(256) NOT NULL,
  directory_id VARCHAR(64) NOT NULL,
  external_id VARCHAR(256),
  created_here BOOLEAN NOT NULL,
  turn BIGINT NOT NULL,
  PRIMARY KEY (tenant, resource_type, resource_id, directory_id)
);

CREATE INDEX scimlet_managed_by_directory ON scimlet_managed_resources (directory_id, resource_type, resource_id);
