-- Several processes of one account, each a device of its own, share this memory: one of them leads.
-- Moments of the lease are the database's own.

create table lease (
    id integer primary key check (id = 1),
    holder text not null,
    fence bigint not null,
    ends bigint not null
);
insert into lease values (1, '', 0, 0);

create table replica (
    device text primary key,
    seen bigint not null,
    hears bigint not null
);

-- Each device has its own place in the homeserver's stream, and keys of its own.
alter table position rename to old_position;
create table position (
    device text primary key,
    token text not null,
    at bigint not null
);
insert into position select '', token, 0 from old_position;
drop table old_position;

alter table undecrypted add column device text not null default '';
alter table undecrypted drop constraint undecrypted_pkey;
alter table undecrypted add primary key (event, device);

-- Which device began to send it; `begun` is when, in milliseconds.
alter table outbox add column device text not null default '';
