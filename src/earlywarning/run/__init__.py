"""One run from files to a published database, and the commands that need more than one worker."""
