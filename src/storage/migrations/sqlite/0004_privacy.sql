-- What is offered has a kind, and rows that a person caused say so: then they can be found and removed.

update exchange set offer = '{"pass_on":"' || offer || '"}' where offer is not null;

alter table room add column watch integer not null default 0;

alter table inbox add column person text;
alter table outbox add column person text;
alter table matter add column person text;
update inbox set person = (select asker from exchange where question = inbox.cause);
update outbox set person = (select asker from exchange where answer = outbox.key);
