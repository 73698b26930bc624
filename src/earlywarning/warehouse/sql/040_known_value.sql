-- The newest release of each value known on the as-of day: what every later table reads
-- A cell that is held back or was refused gives way to the release before; where there is none, the reason stands.
-- A known error of the publisher gives way to its correction.
insert into known_value
select series, geographic_level, area, old_la_code, region, time_period, period_end,
       case when held then null when corrected then try_cast(put_right as double) else value end,
       case when held or corrected then coalesce(marker, value::varchar) else marker end,
       case when held then 'held_back' when not corrected then status
            when try_cast(put_right as double) is null then 'held_back' else 'ok' end,
       release, published, joint_with
from (
    select o.*, h.rule is not null as held, c.expect is not null as corrected,
           c.value as put_right
    from observation as o
    left join hold as h
        on h.series = o.series and h.area = o.area and h.time_period = o.time_period
       and h.release = o.release
    left join correction as c
        on c.series = o.series and c.area = o.area and c.time_period = o.time_period
       and c.expect = coalesce(o.marker, o.value::varchar)
    -- Of many figures one portion of the series at a time is asked for (`run_sql`).
    where getvariable('series_until') is null
       or (o.series > getvariable('series_after') and o.series <= getvariable('series_until'))
)
qualify row_number() over (
    partition by series, area, time_period
    order by held or status = 'refused', published desc, release desc, row_number desc
) = 1
order by all;
