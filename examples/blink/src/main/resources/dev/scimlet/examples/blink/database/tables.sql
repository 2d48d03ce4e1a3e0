create table if not exists employees (
    employee_no varchar(36) primary key,
    customer varchar(63) not null,
    login varchar(255) not null,
    login_key varchar(255) not null,
    directory_id varchar(255),
    employed boolean default true not null,
    first_name varchar(255),
    last_name varchar(255),
    job_title varchar(255),
    work_mail varchar(255),
    office_phone varchar(255),
    cell_phone varchar(255),
    staff_no varchar(255),
    department varchar(255),
    boss_no varchar(255),
    company varchar(255),
    about varchar(4000),
    site varchar(255),
    revision bigint default 1 not null,
    created_at timestamp(3) with time zone default current_timestamp not null,
    changed_at timestamp(3) with time zone default current_timestamp not null,
    unique (customer, login_key)
);

create index if not exists employees_by_directory_id on employees (customer, directory_id);

create table if not exists provisioning_tokens (
    token_no bigint generated always as identity primary key,
    customer varchar(63) not null,
    token_hash varchar(64) not null unique,
    created_at timestamp with time zone not null,
    expires_at timestamp with time zone,
    revoked_at timestamp with time zone,
    last_used_at timestamp with time zone
);
