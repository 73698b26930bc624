-- Indicators that mean something together: which pattern is found for whom, with its signs
create table pattern_match (
    pattern varchar,
    old_la_code varchar,
    strength double,
    matched integer,
    possible integer,
    explanation varchar,
    reading varchar,
    stage varchar,
    enabler varchar,
    matched_signs varchar,
    not_there_signs varchar,
    not_known_signs varchar,
    began_period integer
);
comment on table pattern_match is 'Indicators that mean something together: which pattern is found for whom, with its signs';
comment on column pattern_match.pattern is 'pattern';
comment on column pattern_match.old_la_code is 'authority';
comment on column pattern_match.strength is '0 to 1: mean strength of the strongest signs it needs, times matched / possible';
comment on column pattern_match.matched is 'signs that are there';
comment on column pattern_match.possible is 'signs that can be told; what cannot be told is not held to be absent';
comment on column pattern_match.explanation is 'in words: what was seen, what it may mean, what else could explain it';
comment on column pattern_match.reading is 'concern, notable or hold_your_nerve';
comment on column pattern_match.stage is 'stage of the journey';
comment on column pattern_match.enabler is 'what helps improvement and may be missing';
comment on column pattern_match.matched_signs is 'signs that are there, by name';
comment on column pattern_match.not_there_signs is 'signs that are not there';
comment on column pattern_match.not_known_signs is 'signs that cannot be told: no figure, or no register';
comment on column pattern_match.began_period is 'first period of the longest run, up to the newest, of a figure that stands out in it';
