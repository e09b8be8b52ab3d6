-- What is sent has an urgency. A wake can be somebody's, and is looked for by its room. One row of
-- numbers serves all that people name by number.

alter table outbox add column urgency integer not null default 1;
drop index outbox_waiting;
create index outbox_waiting on outbox (room, urgency, id) where state = 'waiting';

alter table wake add column person text;
create index wake_room on wake (room);

create table number (
    id integer primary key check (id = 1),
    last integer not null
) strict;
insert into number (id, last) select 1, coalesce(max(number), 0) from matter;
