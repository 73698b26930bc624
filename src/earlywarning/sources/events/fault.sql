-- Why a row is no case, as the rule it breaks; null for a sound one. Counting and naming share it.
create macro event_fault(child, event, day, since, month) as case
    when event is null then 'event_kind'
    when child is null then 'event_child'
    when day is null or year(day) * 100 + month(day) <> month then 'event_day'
    when since > day then 'event_order'
    when since < day - to_years($longest_life) then 'event_since'
    when since is null and event in ('plan_ended', 'care_ended') then 'event_since'
end
