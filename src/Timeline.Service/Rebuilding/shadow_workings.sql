-- What a rebuild keeps for itself beside the tables that it builds, and gone with their schema: where timeline.development_log is not as the log gives it
-- (a row without a development should not be there), and the developments that have several events.
create table {built}.index_corrections (
    position        bigint      not null primary key,
    development     text        collate "C",
    newest_known_at timestamptz
);
create index index_corrections_by_development on {built}.index_corrections (development);
create table {built}.several_events (
    development text   not null primary key collate "C",
    events      bigint not null
);
create view {built}.development_index as
    select l.position, l.development from timeline.development_log l
    where not exists (select from {built}.index_corrections c where c.position = l.position)
    union all
    select c.position, c.development from {built}.index_corrections c where c.development is not null;
