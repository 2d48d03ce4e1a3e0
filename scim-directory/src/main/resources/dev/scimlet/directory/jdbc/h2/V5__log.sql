-- The log: every exchange as people read it, and exchanges as a whole where somebody has asked for them (scim-directory).

-- An entry is one thing that happened, or several equal ones of one minute. Ids grow with time.
CREATE TABLE scimlet_log (
  tenant VARCHAR(200) NOT NULL,
  id VARCHAR(64) NOT NULL,
  first_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  last_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  started_minute BIGINT NOT NULL,
  entries BIGINT NOT NULL,
  operation VARCHAR(64) NOT NULL,
  result VARCHAR(64) NOT NULL,
  directory_id VARCHAR(64),
  actor VARCHAR(200),
  credential VARCHAR(200),
  resource_type VARCHAR(64),
  resource_id VARCHAR(500),
  name VARCHAR(200),
  name_key VARCHAR(200),
  status INT NOT NULL,
  reason VARCHAR(64) NOT NULL,
  arguments VARCHAR(1000) NOT NULL,
  details CHARACTER LARGE OBJECT,
  millis BIGINT,
  request_id VARCHAR(200),
  words VARCHAR(2000) NOT NULL,
  PRIMARY KEY (tenant, id)
);

CREATE INDEX scimlet_log_of_resource ON scimlet_log (tenant, resource_type, resource_id);

CREATE INDEX scimlet_log_by_name ON scimlet_log (tenant, resource_type, name_key);

CREATE INDEX scimlet_log_by_minute ON scimlet_log (tenant, directory_id, started_minute);

-- Of which directories exchanges are kept as a whole, until when and how many more.
CREATE TABLE scimlet_log_watches (
  tenant VARCHAR(200) NOT NULL,
  directory_id VARCHAR(64) NOT NULL,
  until_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  remaining INT NOT NULL,
  PRIMARY KEY (tenant, directory_id)
);

-- Requests and answers without what the log may not tell.
CREATE TABLE scimlet_log_exchanges (
  tenant VARCHAR(200) NOT NULL,
  id VARCHAR(64) NOT NULL,
  directory_id VARCHAR(64) NOT NULL,
  happened_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  request_id VARCHAR(200) NOT NULL,
  method VARCHAR(64) NOT NULL,
  path VARCHAR(2000) NOT NULL,
  status INT NOT NULL,
  request CHARACTER LARGE OBJECT NOT NULL,
  answer CHARACTER LARGE OBJECT NOT NULL,
  PRIMARY KEY (tenant, id)
);
