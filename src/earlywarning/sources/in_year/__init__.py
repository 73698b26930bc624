"""In-year returns that regions share: the template, and a careful reader of what comes back."""
