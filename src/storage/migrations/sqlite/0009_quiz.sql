-- Quiz rounds, and how the items went: counts only. Who voted what stands in response, under the number
-- of the round, until it is closed.

create table round (
    number integer primary key,
    room text not null,
    at integer not null,
    closes text not null,
    items text not null,
    open integer not null
) strict;

create table asked (
    room text not null,
    item text not null,
    day text not null,
    at integer not null,
    took_part integer not null,
    right_ones integer not null,
    primary key (room, item, day)
) strict;
