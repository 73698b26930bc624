-- Tried approaches from the study, with its figures and pages; nothing is a quick fix
create table toolkit (
    approach varchar,
    name varchar,
    tried_in varchar,
    what varchar,
    figures varchar,
    needs varchar,
    caveat varchar,
    caution varchar,
    patterns varchar,
    enablers varchar,
    source varchar
);
comment on table toolkit is 'Tried approaches from the study, with its figures and pages; nothing is a quick fix';
comment on column toolkit.approach is 'identifier';
comment on column toolkit.name is 'name';
comment on column toolkit.tried_in is 'where it was tried';
comment on column toolkit.what is 'what was done';
comment on column toolkit.figures is 'figures as printed, with their pages, one a line';
comment on column toolkit.needs is 'what it needs, one a line';
comment on column toolkit.caveat is 'what speaks for caution';
comment on column toolkit.caution is 'the caution of the study that holds for all of them';
comment on column toolkit.patterns is 'patterns it is for, comma separated';
comment on column toolkit.enablers is 'enablers it is for, comma separated';
comment on column toolkit.source is 'the study, and how its pages are counted';
