-- The questions of each offer, in the order of a child's journey, with the figures behind them
create table line_of_enquiry (
    old_la_code varchar,
    place integer,
    stage varchar,
    question varchar,
    behind varchar,
    asked_by varchar
);
comment on table line_of_enquiry is 'The questions of each offer, in the order of a child''s journey, with the figures behind them';
comment on column line_of_enquiry.old_la_code is 'authority';
comment on column line_of_enquiry.place is 'order';
comment on column line_of_enquiry.stage is 'stage of the journey; empty for the whole service';
comment on column line_of_enquiry.question is 'the question';
comment on column line_of_enquiry.behind is 'the figures or entries behind it';
comment on column line_of_enquiry.asked_by is 'indicator, pattern or flag that asks it; complaints; or the kind of review';
