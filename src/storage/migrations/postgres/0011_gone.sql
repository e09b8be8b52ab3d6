-- Since when the bot is not in a room any more.

alter table room add column gone bigint;
