-- Each device has its own place in the homeserver's stream, and keys of its own.

alter table position rename to old_position;
create table position (
    device text primary key,
    token text not null,
    at integer not null
) strict, without rowid;
insert into position select '', token, 0 from old_position;
drop table old_position;

alter table undecrypted rename to old_undecrypted;
create table undecrypted (
    event text not null,
    room text not null,
    sender text not null,
    at integer not null,
    raw text not null,
    device text not null,
    primary key (event, device)
) strict, without rowid;
insert into undecrypted select event, room, sender, at, raw, '' from old_undecrypted;
drop table old_undecrypted;

-- Which device began to send it; `begun` is when, in milliseconds.
alter table outbox add column device text not null default '';
