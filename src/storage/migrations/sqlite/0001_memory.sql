-- Times are milliseconds since 1970, UTC. A body is sealed, and null once it served.

create table seal (
    id integer primary key check (id = 1),
    probe blob not null
) strict;

create table position (
    id integer primary key check (id = 1),
    token text not null
) strict;

create table inbox (
    arrival integer primary key autoincrement,
    cause text not null unique,
    at integer not null,
    body blob,
    decided_at integer
) strict;
create index inbox_pending on inbox (arrival) where decided_at is null;
create index inbox_decided on inbox (decided_at) where decided_at is not null;

create table undecrypted (
    event text primary key,
    room text not null,
    sender text not null,
    at integer not null,
    raw text not null
) strict, without rowid;

create table room (
    room text primary key,
    gemeente text,
    quiet integer not null,
    welcomed integer,
    unreadable_said integer
) strict, without rowid;

create table exchange (
    id integer primary key autoincrement,
    question text not null unique,
    room text not null,
    asker text not null,
    asked integer not null,
    thread text,
    answer text not null,
    options text not null
) strict;
create index exchange_answer on exchange (answer);
create index exchange_thread on exchange (thread) where thread is not null;
create index exchange_last on exchange (room, asker, asked, id);
create index exchange_asked on exchange (asked);

create table outbox (
    id integer primary key autoincrement,
    key text not null unique,
    room text not null,
    target text,
    queued integer not null,
    not_before integer,
    attempts integer not null default 0,
    state text not null default 'waiting' check (state in ('waiting', 'done', 'given up')),
    finished integer,
    event_id text,
    reason text,
    body blob
) strict;
create index outbox_waiting on outbox (room, id) where state = 'waiting';
create index outbox_event on outbox (event_id) where event_id is not null;
create index outbox_finished on outbox (finished) where finished is not null;
