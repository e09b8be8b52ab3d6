-- Rounds of a measurement: so many months after its start.

alter table round add column measured integer;
alter table asked add column measured integer;
