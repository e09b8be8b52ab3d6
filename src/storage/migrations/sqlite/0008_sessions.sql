-- Sessions: what is planned, and who answered what. What becomes of their messages stands in the outbox,
-- under their number, as it does for broadcasts.

alter table outbox rename column broadcast to number;
alter table outbox add column purpose text;

create table session (
    number integer primary key,
    at integer not null,
    person text,
    body blob not null
) strict;

create table response (
    session integer not null,
    poll text not null,
    person text not null,
    room text not null,
    choice integer not null,
    at integer not null,
    event text not null,
    primary key (session, poll, person)
) strict;
create index response_event on response (event);
