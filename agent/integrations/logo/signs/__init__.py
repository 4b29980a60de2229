"""What stands beside a name: icons, initials, marks, and decoration."""
