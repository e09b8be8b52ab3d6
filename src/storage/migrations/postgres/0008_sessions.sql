-- Sessions: what is planned, and who answered what. What becomes of their messages stands in the outbox,
-- under their number, as it does for broadcasts.

alter table outbox rename column broadcast to number;
alter table outbox add column purpose text;

create table session (
    number bigint primary key,
    at bigint not null,
    person text,
    body bytea not null
);

create table response (
    session bigint not null,
    poll text not null,
    person text not null,
    room text not null,
    choice bigint not null,
    at bigint not null,
    event text not null,
    primary key (session, poll, person)
);
create index response_event on response (event);
