-- Times are milliseconds since 1970, UTC. A body is sealed, and null once it served.

create table seal (
    id smallint primary key check (id = 1),
    probe bytea not null
);

create table position (
    id smallint primary key check (id = 1),
    token text not null
);

create table inbox (
    arrival bigint generated always as identity primary key,
    cause text not null unique,
    at bigint not null,
    body bytea,
    decided_at bigint
);
create index inbox_pending on inbox (arrival) where decided_at is null;
create index inbox_decided on inbox (decided_at) where decided_at is not null;

create table undecrypted (
    event text primary key,
    room text not null,
    sender text not null,
    at bigint not null,
    raw text not null
);

create table room (
    room text primary key,
    gemeente text,
    quiet bigint not null,
    welcomed bigint,
    unreadable_said bigint
);

create table exchange (
    id bigint generated always as identity primary key,
    question text not null unique,
    room text not null,
    asker text not null,
    asked bigint not null,
    thread text,
    answer text not null,
    options text not null
);
create index exchange_answer on exchange (answer);
create index exchange_thread on exchange (thread) where thread is not null;
create index exchange_last on exchange (room, asker, asked, id);
create index exchange_asked on exchange (asked);

create table outbox (
    id bigint generated always as identity primary key,
    key text not null unique,
    room text not null,
    target text,
    queued bigint not null,
    not_before bigint,
    attempts bigint not null default 0,
    state text not null default 'waiting' check (state in ('waiting', 'done', 'given up')),
    finished bigint,
    event_id text,
    reason text,
    body bytea
);
create index outbox_waiting on outbox (room, id) where state = 'waiting';
create index outbox_event on outbox (event_id) where event_id is not null;
create index outbox_finished on outbox (finished) where finished is not null;
