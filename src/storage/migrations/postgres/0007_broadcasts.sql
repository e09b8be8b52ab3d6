-- What goes to many rooms. What became of it stands in the outbox, under its number: those rows are
-- nobody's, for who is forgotten takes no message out of the rooms.

alter table room add column labels text not null default '';

alter table outbox add column broadcast bigint;
create index outbox_broadcast on outbox (broadcast, id) where broadcast is not null;

create table broadcast (
    number bigint primary key,
    at bigint not null,
    person text,
    body bytea not null
);
