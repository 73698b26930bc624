-- How many people of which role an authority can lend as reviewers; never a name
create table reviewer (
    old_la_code varchar,
    role varchar,
    enabler varchar,
    reviewers integer,
    until date
);
comment on table reviewer is 'How many people of which role an authority can lend as reviewers; never a name';
comment on column reviewer.old_la_code is 'authority';
comment on column reviewer.role is 'director, head of service, team manager, auditor, elected member, workforce lead, finance lead';
comment on column reviewer.enabler is 'which of the seven enablers they know best';
comment on column reviewer.reviewers is 'how many';
comment on column reviewer.until is 'last day; empty is open';
