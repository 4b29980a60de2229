"""What people ask a logo to be, in their words."""
