-- Whether a delivery that can still be changed where it waits has begun to go. Of what waits from before,
-- nobody knows.

alter table outbox add column begun integer not null default 0;
update outbox set begun = 1 where state = 'waiting';
