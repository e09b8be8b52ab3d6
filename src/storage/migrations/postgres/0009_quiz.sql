-- Quiz rounds, and how the items went: counts only. Who voted what stands in response, under the number
-- of the round, until it is closed.

create table round (
    number bigint primary key,
    room text not null,
    at bigint not null,
    closes text not null,
    items text not null,
    open bigint not null
);

create table asked (
    room text not null,
    item text not null,
    day text not null,
    at bigint not null,
    took_part bigint not null,
    right_ones bigint not null,
    primary key (room, item, day)
);
