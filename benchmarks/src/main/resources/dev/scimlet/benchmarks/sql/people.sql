INSERT INTO scim_user (id, tenant, version, created, last_modified, external_id, external_id_key, user_name, user_name_key,
        name_family_name, name_family_name_key, name_given_name, name_given_name_key, display_name, display_name_key,
        title, title_key, active, enterprise_department, enterprise_department_key)
    SELECT '01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'), t.tenant, 1, now(), now(), md5(n::text), md5(n::text),
            'User' || n || '@example.com', 'user' || n || '@example.com', 'Jensen' || n % 5000, 'jensen' || n % 5000,
            'Barbara', 'barbara', 'Barbara Jensen ' || n, 'barbara jensen ' || n,
            'Tour Guide', 'tour guide', n % 10 > 0, 'Department ' || n % 40, 'department ' || n % 40
        FROM generate_series(0, :users - 1) n, (SELECT tenant FROM scim_group WHERE id = :group) t;
INSERT INTO scim_user_emails (owner_id, tenant, ordinal, value_, value_key, type, type_key, primary_)
    SELECT '01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'), t.tenant, 0,
            'user' || n || '@example.com', 'user' || n || '@example.com', 'work', 'work', true
        FROM generate_series(0, :users - 1) n, (SELECT tenant FROM scim_group WHERE id = :group) t;
INSERT INTO scim_user_phone_numbers (owner_id, tenant, ordinal, value_, value_key, type, type_key)
    SELECT '01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'), t.tenant, 0, '+1-555-' || n, '+1-555-' || n, 'work', 'work'
        FROM generate_series(0, :users - 1) n, (SELECT tenant FROM scim_group WHERE id = :group) t;
INSERT INTO scim_group (id, tenant, version, created, last_modified, display_name, display_name_key)
    SELECT '01910000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'), t.tenant, 1, now(), now(), 'Team ' || n, 'team ' || n
        FROM generate_series(1, 1000) n, (SELECT tenant FROM scim_group WHERE id = :group) t;
INSERT INTO scim_group_members (owner_id, tenant, ordinal, value_, type, type_key)
    SELECT '01910000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'), t.tenant, m,
            '01900000-0000-7000-8000-' || lpad(to_hex((n * 7919 + m * 104729) % :users), 12, '0'), 'User', 'user'
        FROM generate_series(1, 1000) n, generate_series(1, 100) m, (SELECT tenant FROM scim_group WHERE id = :group) t
    ON CONFLICT DO NOTHING;
INSERT INTO scim_group_members (owner_id, tenant, ordinal, value_, type, type_key)
    SELECT :group, t.tenant, n, '01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'), 'User', 'user'
        FROM generate_series(0, :members - 1) n, (SELECT tenant FROM scim_group WHERE id = :group) t;
VACUUM (ANALYZE)
