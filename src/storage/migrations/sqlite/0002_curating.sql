-- What is learnt from use, and when the bot wakes by itself.

alter table exchange add column topic text;
alter table exchange add column offer text;

create table matter (
    number integer primary key,
    at integer not null,
    closed integer,
    body blob
) strict;
create index matter_open on matter (number) where closed is null;

create table mark (
    mark text primary key,
    at integer not null
) strict, without rowid;

create table tally (
    month text not null,
    kind text not null,
    topic text not null,
    chosen text not null,
    times integer not null,
    primary key (month, kind, topic, chosen)
) strict, without rowid;

create table wake (
    key text primary key,
    due integer not null,
    room text not null,
    body blob
) strict, without rowid;
create index wake_due on wake (due);
