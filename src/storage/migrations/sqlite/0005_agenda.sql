-- What is sent has an urgency; a wake can be somebody's, and is looked for by its room.

alter table outbox add column urgency integer not null default 1;
drop index outbox_waiting;
create index outbox_waiting on outbox (room, urgency, id) where state = 'waiting';

alter table wake add column person text;
create index wake_room on wake (room);
