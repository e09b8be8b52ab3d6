-- What one room has to hear at the same moment need not go one after another; in milliseconds.

alter table outbox add column moment integer;
