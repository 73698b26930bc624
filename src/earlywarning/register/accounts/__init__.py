"""Who may sign in to the web form: accounts of roles, passwords, and what was done by whom."""
