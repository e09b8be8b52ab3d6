-- Who did what that concerns others, and when; never a text.

create table action (
    id bigint generated always as identity primary key,
    at bigint not null,
    person text,
    what text not null,
    number bigint,
    room text
);
