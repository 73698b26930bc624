-- What the score is made of; the points of an authority add up to its score
create table contribution (
    old_la_code varchar,
    as_of date,
    pillar varchar,
    item varchar,
    points double,
    explanation varchar,
    score_without double
);
comment on table contribution is 'What the score is made of; the points of an authority add up to its score';
comment on column contribution.old_la_code is 'authority';
comment on column contribution.as_of is 'day of the run';
comment on column contribution.pillar is 'pillar';
comment on column contribution.item is 'indicator, flag, finding or limit';
comment on column contribution.points is 'points, negative when it lowers';
comment on column contribution.explanation is 'in words';
comment on column contribution.score_without is 'what the score would be without this item, all else as it is; empty for limits';
