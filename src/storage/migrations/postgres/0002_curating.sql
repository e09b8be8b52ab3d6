-- What is learnt from use, and when the bot wakes by itself.

alter table exchange add column topic text;
alter table exchange add column offer text;

create table matter (
    number bigint primary key,
    at bigint not null,
    closed bigint,
    body bytea
);
create index matter_open on matter (number) where closed is null;

create table mark (
    mark text primary key,
    at bigint not null
);

create table tally (
    month text not null,
    kind text not null,
    topic text not null,
    chosen text not null,
    times bigint not null,
    primary key (month, kind, topic, chosen)
);

create table wake (
    key text primary key,
    due bigint not null,
    room text not null,
    body bytea
);
create index wake_due on wake (due);
