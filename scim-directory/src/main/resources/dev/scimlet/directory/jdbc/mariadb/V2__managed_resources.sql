-- Which directories have created or written a resource, and what each calls it. It lies in the database of the resources.

CREATE TABLE scimlet_managed_resources (
  tenant VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  resource_type VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  resource_id VARCHAR(256) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  directory_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  external_id VARCHAR(256) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  created_here BOOLEAN NOT NULL,
  turn BIGINT NOT NULL,
  PRIMARY KEY (tenant, resource_type, resource_id, directory_id)
) ENGINE=InnoDB;

CREATE INDEX scimlet_managed_by_directory ON scimlet_managed_resources (directory_id, resource_type, resource_id);
