-- Who did what that concerns others, and when; never a text.

create table action (
    id integer primary key autoincrement,
    at integer not null,
    person text,
    what text not null,
    number integer,
    room text
) strict;
