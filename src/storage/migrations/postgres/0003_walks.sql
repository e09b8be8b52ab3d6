-- How far has who come in the guided walk.

create table walk (
    room text not null,
    owner text not null,
    begun text not null,
    thread text,
    asked text not null,
    updated bigint not null,
    body bytea not null,
    primary key (room, owner)
);
create index walk_begun on walk (begun);
