-- The feed: changes of resources as events, in an order, and who has read how far (scim-directory).

-- Who numbers the events of which tenants. A tenant's shard follows from its name and never changes.
CREATE TABLE scimlet_feed_shards (
  shard INT NOT NULL PRIMARY KEY,
  lease_owner VARCHAR(64),
  lease_until TIMESTAMP(6) WITH TIME ZONE,
  lease_epoch BIGINT NOT NULL
);

INSERT INTO scimlet_feed_shards (shard, lease_epoch) VALUES
  (0, 0), (1, 0), (2, 0), (3, 0), (4, 0), (5, 0), (6, 0), (7, 0),
  (8, 0), (9, 0), (10, 0), (11, 0), (12, 0), (13, 0), (14, 0), (15, 0);

-- What is written with a change and has no number yet. Two versions, before and after, tell which change came first.
CREATE TABLE scimlet_feed_inbox (
  shard INT NOT NULL,
  id VARCHAR(64) NOT NULL,
  tenant VARCHAR(200) NOT NULL,
  type VARCHAR(100) NOT NULL,
  resource_type VARCHAR(64) NOT NULL,
  resource_id VARCHAR(500) NOT NULL,
  version_before VARCHAR(100),
  version_after VARCHAR(100),
  txn VARCHAR(64) NOT NULL,
  occurred_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  actor VARCHAR(200),
  request_id VARCHAR(200),
  data TEXT NOT NULL,
  PRIMARY KEY (shard, id)
);

-- Up to which number a tenant's events go; the epoch changes when its feed begins anew.
CREATE TABLE scimlet_feed_heads (
  tenant VARCHAR(200) NOT NULL PRIMARY KEY,
  epoch VARCHAR(64) NOT NULL,
  last_seq BIGINT NOT NULL,
  oldest_seq BIGINT NOT NULL,
  deleted_at TIMESTAMP(6) WITH TIME ZONE
);

CREATE TABLE scimlet_feed_events (
  tenant VARCHAR(200) NOT NULL,
  seq BIGINT NOT NULL,
  id VARCHAR(64) NOT NULL,
  type VARCHAR(100) NOT NULL,
  resource_type VARCHAR(64) NOT NULL,
  resource_id VARCHAR(500) NOT NULL,
  txn VARCHAR(64) NOT NULL,
  occurred_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  actor VARCHAR(200),
  request_id VARCHAR(200),
  data TEXT NOT NULL,
  PRIMARY KEY (tenant, seq),
  CONSTRAINT scimlet_feed_event_once UNIQUE (tenant, id)
);

CREATE INDEX scimlet_feed_events_of_resource ON scimlet_feed_events (tenant, resource_type, resource_id);

CREATE INDEX scimlet_feed_events_by_time ON scimlet_feed_events (tenant, occurred_at);

-- Who reads how far. A row without a tenant says when a consumer was first seen.
CREATE TABLE scimlet_feed_consumers (
  tenant VARCHAR(200) NOT NULL,
  name VARCHAR(100) NOT NULL,
  kind VARCHAR(64) NOT NULL,
  read_seq BIGINT NOT NULL,
  replay_until BIGINT NOT NULL,
  state VARCHAR(64) NOT NULL,
  attempts INT NOT NULL,
  next_attempt_at TIMESTAMP(6) WITH TIME ZONE,
  failing_since TIMESTAMP(6) WITH TIME ZONE,
  last_error VARCHAR(1000),
  lease_owner VARCHAR(64),
  lease_until TIMESTAMP(6) WITH TIME ZONE,
  lease_epoch BIGINT NOT NULL,
  PRIMARY KEY (tenant, name)
);

CREATE INDEX scimlet_feed_consumers_by_name ON scimlet_feed_consumers (name, tenant);

-- Events that a consumer could not take while it took others.
CREATE TABLE scimlet_feed_parked (
  tenant VARCHAR(200) NOT NULL,
  name VARCHAR(100) NOT NULL,
  seq BIGINT NOT NULL,
  attempts INT NOT NULL,
  parked_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  last_status INT,
  last_error VARCHAR(1000),
  PRIMARY KEY (tenant, name, seq)
);
