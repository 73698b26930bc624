-- What was known on an earlier day, by the formulas that make the tables of today

create macro known_on(on_day) as table
with
-- With the schema, since DuckDB before 1.4 else takes the name for this very part.
observation as (select * from main.observation where published <= cast(on_day as date)),
known_value({{columns of known_value}}) as ({{select of 040_known_value.sql}}),
made({{columns of indicator_value}}) as ({{select of 041_indicator_value.sql}}),
then_held as (
    select * from made where geographic_level = 'Local authority'
)
select f.indicator, f.name, f.unit, f.old_la_code, f.la_name, f.region, f.time_period,
       case
           when t.indicator is not null then 'held'
           when f.known_from <= cast(on_day as date) then 'known_not_held'
           else 'not_known_then'
       end as knowledge,
       t.value, if(t.indicator is not null and t.value is null, t.status, null) as why_missing,
       t.published as release_day, f.known_from, f.known_basis, f.value as value_now
from figure as f
left join then_held as t
    on t.indicator = f.indicator and t.old_la_code = f.old_la_code
   and t.time_period = f.time_period
order by f.indicator, f.la_name, f.time_period;
comment on macro table known_on is
    'Every figure as it was known on a day. knowledge: held (value is as it stood then), '
    'known_not_held (it was out, but the oldest file held is younger: see value_now), '
    'not_known_then. Places, neighbours and cells held back are today''s: '
    'from known_on(''2024-06-30'') where la_name = ''Leeds''';

create macro changed_between(first_day, second_day) as table
with
before as (select * from known_on(first_day) where knowledge = 'held'),
since as (select * from known_on(second_day) where knowledge = 'held')
select s.indicator, s.name, s.unit, s.old_la_code, s.la_name, s.region, s.time_period,
       case
           when b.indicator is null and s.known_from <= cast(first_day as date) then 'now_held'
           when b.indicator is null then 'new'
           when s.value is null then 'withdrawn'
           when b.value is null then 'filled_in'
           else 'revised'
       end as change,
       b.value as value_before, s.value as value_since, s.why_missing,
       b.release_day as release_before, s.release_day as release_since
from since as s
left join before as b
    on b.indicator = s.indicator and b.old_la_code = s.old_la_code
   and b.time_period = s.time_period
where b.indicator is null or b.value is distinct from s.value
order by s.indicator, s.la_name, s.time_period;
comment on macro table changed_between is
    'Figures that were not the same on two days. change: new (came out between them), now_held '
    '(was out before, but no file held told it yet), revised, withdrawn or filled_in: '
    'from changed_between(''2024-11-30'', ''2025-11-30'') where la_name = ''Leeds''';
