-- Names and codes that an authority or a region goes by, and who is meant by one

create macro name_key(words) as
    translate(lower(strip_accents(replace(words, '&', 'and'))), ' -_,./()''’', '');
comment on macro name_key is
    'A name as it is matched: small letters, & as and, no blanks or points: name_key(''St. Helens'')';

create view authority_name as
with given as (
    select la_name as name, old_la_code, 1 as step from local_authority
    union all
    select la_name, old_la_code, 2 from authority_code
    union all
    -- An invented nation gives names of its own to the numbers of England.
    select a.alias, a.old_la_code, 3
    from authority_alias as a
    join local_authority as la on la.old_la_code = a.old_la_code
    where a.la_name is null or name_key(a.la_name) = name_key(la.la_name)
    union all
    select old_la_code, old_la_code, 4 from local_authority
    union all
    select new_la_code, old_la_code, 4 from local_authority
    union all
    select new_la_code, old_la_code, 4 from authority_code
)
select arg_min(g.name, (g.step, g.name)) as name, name_key(g.name) as name_key, g.old_la_code,
       la.la_name, ['name', 'former_name', 'alias', 'code'][min(g.step)] as kind, la.closed
from given as g
join local_authority as la on la.old_la_code = g.old_la_code
where g.name <> ''
group by name_key(g.name), g.old_la_code, la.la_name, la.closed;
comment on view authority_name is
    'Every name and code by which an authority can be asked for: today''s, former and everyday ones';
comment on column authority_name.name is 'name or code as written; other spellings of one key are one row';
comment on column authority_name.name_key is 'the same as it is matched, see the macro name_key';
comment on column authority_name.old_la_code is 'authority';
comment on column authority_name.la_name is 'its name today, or its last';
comment on column authority_name.kind is 'name, former_name, alias or code';
comment on column authority_name.closed is 'last day of the service, empty while it runs';

-- Councils call themselves by more than the name of their place.
create macro is_called(words, key) as name_key(words) in (
    key, key || 'council', key || 'citycouncil', key || 'countycouncil', key || 'boroughcouncil',
    key || 'metropolitanboroughcouncil', key || 'mbc', 'cityof' || key, 'londonboroughof' || key,
    'royalboroughof' || key
);
comment on macro is_called is
    'Whether words name the place that has a name_key: is_called(''Leeds City Council'', ''leeds'')';

create macro la_code(words) as coalesce(
    -- Of two that bore one name (Dorset before and since 2019) the running one is meant.
    (
        select arg_min(old_la_code, (closed is not null, old_la_code))
        from authority_name where is_called(words, name_key)
    ),
    error(
        'no authority called ' || words || '; near it: ' || (
            select string_agg(la_name, ', ' order by la_name) from (
                select la_name from local_authority
                order by contains(name_key(la_name), name_key(words)) desc,
                         jaro_winkler_similarity(name_key(la_name), name_key(words)) desc, la_name
                limit 4
            )
        )
    )
);
comment on macro la_code is
    'Three-digit number of the authority that a name or code means: la_code(''Leeds'')';

create macro region_called(words) as coalesce(
    (
        select min(name) from (
            select region as name from local_authority
            union all
            select 'London' from local_authority where region in ('Inner London', 'Outer London')
        )
        where name_key(name) = case name_key(words)
            when 'londoninner' then 'innerlondon'
            when 'londonouter' then 'outerlondon'
            else name_key(words)
        end
    ),
    error(
        'no region called ' || words || '; there are: '
        || (select string_agg(distinct region, ', ' order by region) from local_authority)
    )
);
comment on macro region_called is
    'A region as the tables write it, London whole too: region_called(''north east'')';
