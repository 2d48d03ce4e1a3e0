-- Webhooks: where events are sent, what they are signed with, and what is sent beside the order (scim-directory).

CREATE TABLE scimlet_webhook_endpoints (
  tenant VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin NOT NULL,
  name VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin NOT NULL,
  uri VARCHAR(2000) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin NOT NULL,
  event_types VARCHAR(4000) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin,
  delivery VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created_at DATETIME(6) NOT NULL,
  PRIMARY KEY (tenant, name)
) ENGINE=InnoDB;

-- Each secret is encrypted. One that has an end was replaced, and signs until then.
CREATE TABLE scimlet_webhook_secrets (
  tenant VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin NOT NULL,
  name VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin NOT NULL,
  id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created_at DATETIME(6) NOT NULL,
  expires_at DATETIME(6),
  secret VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin NOT NULL,
  PRIMARY KEY (tenant, name, id)
) ENGINE=InnoDB;

-- Events behind which an endpoint has moved, and that are sent once more.
CREATE TABLE scimlet_webhook_retries (
  tenant VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin NOT NULL,
  name VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin NOT NULL,
  seq BIGINT NOT NULL,
  attempts INT NOT NULL,
  next_attempt_at DATETIME(6) NOT NULL,
  last_status INT,
  last_error VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin,
  PRIMARY KEY (tenant, name, seq)
) ENGINE=InnoDB;

CREATE INDEX scimlet_webhook_retries_by_time ON scimlet_webhook_retries (next_attempt_at);

CREATE INDEX scimlet_feed_consumers_by_kind ON scimlet_feed_consumers (kind, tenant);
