-- What reviewers found of each thing that an offer rested on
create table offer_finding (
    offer varchar,
    old_la_code varchar,
    about varchar,
    subject varchar,
    finding varchar,
    closed_on date
);
comment on table offer_finding is 'What reviewers found of each thing that an offer rested on';
comment on column offer_finding.offer is 'offer';
comment on column offer_finding.old_la_code is 'authority';
comment on column offer_finding.about is 'pattern, flag or indicator';
comment on column offer_finding.subject is 'which';
comment on column offer_finding.finding is 'confirmed, partly, not_confirmed';
comment on column offer_finding.closed_on is 'day it was written down';
