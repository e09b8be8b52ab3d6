-- Rounds of a measurement: so many months after its start.

alter table round add column measured bigint;
alter table asked add column measured bigint;
