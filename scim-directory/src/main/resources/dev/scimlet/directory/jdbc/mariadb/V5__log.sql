-- The log: every exchange as people read it, and exchanges as a whole where somebody has asked for them (scim-directory).

-- An entry is one thing that happened, or several equal ones of one minute. Ids grow with time.
CREATE TABLE scimlet_log (
  tenant VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  first_at DATETIME(6) NOT NULL,
  last_at DATETIME(6) NOT NULL,
  started_minute BIGINT NOT NULL,
  entries BIGINT NOT NULL,
  operation VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  result VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  directory_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
  actor VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  credential VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  resource_type VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  resource_id VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  name VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  name_key VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  status INT NOT NULL,
  reason VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  arguments VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  details LONGTEXT CHARACTER SET utf8mb4,
  millis BIGINT,
  request_id VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  words VARCHAR(2000) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  PRIMARY KEY (tenant, id)
) ENGINE=InnoDB;

CREATE INDEX scimlet_log_of_resource ON scimlet_log (tenant, resource_type, resource_id);

CREATE INDEX scimlet_log_by_name ON scimlet_log (tenant, resource_type, name_key);

CREATE INDEX scimlet_log_by_minute ON scimlet_log (tenant, directory_id, started_minute);

-- Of which directories exchanges are kept as a whole, until when and how many more.
CREATE TABLE scimlet_log_watches (
  tenant VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  directory_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  until_at DATETIME(6) NOT NULL,
  remaining INT NOT NULL,
  PRIMARY KEY (tenant, directory_id)
) ENGINE=InnoDB;

-- Requests and answers without what the log may not tell.
CREATE TABLE scimlet_log_exchanges (
  tenant VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  directory_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  happened_at DATETIME(6) NOT NULL,
  request_id VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  method VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  path VARCHAR(2000) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  status INT NOT NULL,
  request LONGTEXT CHARACTER SET utf8mb4 NOT NULL,
  answer LONGTEXT CHARACTER SET utf8mb4 NOT NULL,
  PRIMARY KEY (tenant, id)
) ENGINE=InnoDB;
