CREATE TABLE IF NOT EXISTS scimlet_tokens (
  hash varchar(64) NOT NULL PRIMARY KEY,
  label varchar(200) NOT NULL,
  tenant varchar(200),
  created_at datetime(6) NOT NULL,
  expires_at datetime(6),
  revoked_at datetime(6),
  last_used_at datetime(6)
);
