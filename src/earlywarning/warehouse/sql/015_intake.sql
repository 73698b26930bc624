-- What became of every file that was offered in this run
create table intake (
    file_name varchar,
    sha256 varchar,
    outcome varchar,
    release varchar,
    message varchar
);
comment on table intake is 'What became of every file that was offered in this run';
comment on column intake.file_name is 'path below the input folder';
comment on column intake.sha256 is 'hash of its bytes';
comment on column intake.outcome is 'taken, refused, unknown, not_yet_published or context';
comment on column intake.release is 'release it became, if taken';
comment on column intake.message is 'why, in one line';
