-- Risk of decline: the sum of three bounded pillars, with how sure it is
create table score (
    old_la_code varchar,
    as_of date,
    risk_of_decline double,
    lower double,
    upper double,
    band varchar,
    performance double,
    soft_intelligence double,
    transparency double,
    coverage double,
    stale boolean,
    note varchar,
    band_meaning varchar,
    band_by_points varchar,
    band_since date,
    year_ago date,
    risk_year_ago double,
    performance_year_ago double,
    soft_intelligence_year_ago double,
    transparency_year_ago double
);
comment on table score is 'Risk of decline: the sum of three bounded pillars, with how sure it is';
comment on column score.old_la_code is 'authority';
comment on column score.as_of is 'day of the run';
comment on column score.risk_of_decline is '0 to 100';
comment on column score.lower is 'lower end of the interval';
comment on column score.upper is 'upper end';
comment on column score.band is 'band';
comment on column score.performance is 'points';
comment on column score.soft_intelligence is 'points';
comment on column score.transparency is 'points';
comment on column score.coverage is 'share of vital indicators with a current value';
comment on column score.stale is 'newest figures older than the policy allows';
comment on column score.note is 'what is not known';
comment on column score.band_meaning is 'the band in words, from policy.toml';
comment on column score.band_by_points is 'the band by points and rules alone; band is left downwards only when the score is clearly below it';
comment on column score.band_since is 'first look of the unbroken run in this band, within what was looked back at';
comment on column score.year_ago is 'look nearest to a year before, from what was known then; empty when none was that far back';
comment on column score.risk_year_ago is 'score on that look';
comment on column score.performance_year_ago is 'points on that look';
comment on column score.soft_intelligence_year_ago is 'points on that look';
comment on column score.transparency_year_ago is 'points on that look';
