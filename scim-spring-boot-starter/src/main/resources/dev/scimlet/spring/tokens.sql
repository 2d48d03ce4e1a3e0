CREATE TABLE IF NOT EXISTS scimlet_tokens (
  hash varchar(64) NOT NULL PRIMARY KEY,
  label varchar(200) NOT NULL,
  tenant varchar(200),
  created_at timestamp(6) NOT NULL,
  expires_at timestamp(6),
  revoked_at timestamp(6),
  last_used_at timestamp(6)
);
