-- Webhooks: where events are sent, what they are signed with, and what is sent beside the order (scim-directory).

CREATE TABLE scimlet_webhook_endpoints (
  tenant VARCHAR(200) NOT NULL,
  name VARCHAR(100) NOT NULL,
  uri VARCHAR(2000) NOT NULL,
  event_types VARCHAR(4000),
  delivery VARCHAR(64) NOT NULL,
  created_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  PRIMARY KEY (tenant, name)
);

-- Each secret is encrypted. One that has an end was replaced, and signs until then.
CREATE TABLE scimlet_webhook_secrets (
  tenant VARCHAR(200) NOT NULL,
  name VARCHAR(100) NOT NULL,
  id VARCHAR(64) NOT NULL,
  created_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  expires_at TIMESTAMP(6) WITH TIME ZONE,
  secret VARCHAR(1000) NOT NULL,
  PRIMARY KEY (tenant, name, id)
);

-- Events behind which an endpoint has moved, and that are sent once more.
CREATE TABLE scimlet_webhook_retries (
  tenant VARCHAR(200) NOT NULL,
  name VARCHAR(100) NOT NULL,
  seq BIGINT NOT NULL,
  attempts INT NOT NULL,
  next_attempt_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  last_status INT,
  last_error VARCHAR(1000),
  PRIMARY KEY (tenant, name, seq)
);

CREATE INDEX scimlet_webhook_retries_by_time ON scimlet_webhook_retries (next_attempt_at);

CREATE INDEX scimlet_feed_consumers_by_kind ON scimlet_feed_consumers (kind, tenant);
