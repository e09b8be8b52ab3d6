-- An answer that is a part of the guided walk stays as it was said, also when the walk is over.

alter table exchange add column walk integer not null default 0;
