-- Each authority's score on every look, from what was known then; the newest is of the day of the run
create table score_history (
    looked_on date,
    old_la_code varchar,
    risk_of_decline double,
    performance double,
    soft_intelligence double,
    transparency double,
    by_points varchar,
    band varchar,
    band_since date
);
comment on table score_history is 'Each authority''s score on every look, from what was known then; the newest is of the day of the run';
comment on column score_history.looked_on is 'day looked at';
comment on column score_history.old_la_code is 'authority';
comment on column score_history.risk_of_decline is '0 to 100';
comment on column score_history.performance is 'points';
comment on column score_history.soft_intelligence is 'points';
comment on column score_history.transparency is 'points';
comment on column score_history.by_points is 'band by points and rules alone';
comment on column score_history.band is 'band that stood';
comment on column score_history.band_since is 'first look of the run in that band';
